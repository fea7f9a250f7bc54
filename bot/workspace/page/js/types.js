/**
 * The nouns of the protocol between this page and the workspace server, as JSDoc types. Nothing runs here.
 *
 * @typedef {{id: string, name: string, real_name: string, color: string, is_bot: boolean, title?: string}} User
 * @typedef {{id: string, name: string, kind: "channel"|"private"|"im"|"mpim", topic?: string, members?: string[],
 *   user?: string}} Channel  `user` is the other person of a direct conversation.
 * @typedef {{title: string, message: string}} Prompt
 * @typedef {{title?: string, prompts: Prompt[]}} PromptSet
 * @typedef {{id: string, name: string, bot_user_id: string, description?: string, connected: boolean,
 *   home_enabled?: boolean, suggested_prompts?: PromptSet}} App
 * @typedef {{command: string, description: string, usage_hint?: string}} Command
 * @typedef {{type: "message"|"global", callback_id: string, name: string, description?: string}} Shortcut
 * @typedef {{id: string, title: string, status: "pending"|"in_progress"|"complete"|"error", details?: any,
 *   output?: any, sources?: {url: string, text: string}[]}} Task
 * @typedef {{id: string, name: string, mimetype: string, url: string, title?: string, alt_txt?: string, size?: number,
 *   original_w?: number, original_h?: number}} FileInfo
 * @typedef {{name: string, count: number, users: string[]}} Reaction
 * @typedef {{ts: string, thread_ts?: string, user: string, text: string, blocks?: Block[], attachments?: any[],
 *   bot_id?: string, app_id?: string, subtype?: string, edited?: any, reply_count?: number, reply_users?: string[],
 *   latest_reply?: string, is_ephemeral?: boolean, streaming?: boolean, markdown?: string, tasks?: Task[],
 *   plan_title?: string, files?: FileInfo[], reactions?: Reaction[]}} Message
 * @typedef {{type: string, block_id?: string, [key: string]: any}} Block
 * @typedef {{id: string, hash?: string, type: "modal"|"home", title?: any, submit?: any, close?: any, blocks: Block[],
 *   callback_id?: string}} View
 * @typedef {{status: "processing"|"active"|"suspended"|"closed", title?: string}} Session
 * @typedef {{channel: string, tab: "messages"|"home", thread: string}} Route  `thread` is "" when no panel is open.
 * @typedef {{type: "message", channel: string, message_ts: string, is_ephemeral?: boolean}
 *   | {type: "view", view_id: string}} Container
 * @typedef {{name: string, user: (id: string) => User|undefined, channel: (id: string) => Channel|undefined}} Directory
 */

export {};
