"""Words that carry no subject, for languages other than English, and by which a text's language is known.

Articles, pronouns, prepositions, auxiliaries and the words questions are made of, without accents, as they are
compared. Short lists: the commonest sixty or so make a third to a half of any running text.
"""

from __future__ import annotations

_LATIN = {
    "german": (
        "der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine keinen mit von vom "
        "zu zum zur im in an am auf aus bei nach uber fur um durch gegen ohne ist sind war waren wird werden wurde "
        "hat haben hatte kann konnen muss mussen soll sollte darf ich du er sie es wir ihr man mich mir uns euch ihm "
        "ihn ihnen sich mein unser unsere unserem unserer ihre sein seine was wer wie wo wann warum wieso weshalb "
        "welche welcher welches welchen wenn dass ob als auch nur noch schon so dann denn doch da hier dort diese "
        "dieser dieses diesen jede jeder gibt wozu wofur woran womit wohin bis vor unter zwischen sehr mehr viel "
        "viele wieviel bitte beim ins"
    ),
    "dutch": (
        "de het een en of maar niet geen met van voor naar bij op in uit aan om door tegen zonder is zijn was "
        "waren wordt worden werd heeft hebben had kan kunnen moet moeten zal zullen mag ik jij je hij zij ze wij we "
        "jullie u mij me ons hem haar hun zich mijn onze wat wie hoe waar wanneer waarom welke welk als dat ook nog "
        "al dan er hier daar deze dit die elke ieder hoeveel te tot"
    ),
    "french": (
        "le la les un une des du de et ou mais ne pas plus avec pour par sur sous dans en au aux chez vers sans est "
        "sont etait etaient sera ont ai avons avez peut peuvent doit doivent faut je tu il elle on nous vous ils "
        "elles me te se lui leur leurs mon ma mes notre nos votre vos son sa ses ce cet cette ces qui que quoi quel "
        "quelle quels quelles comment quand pourquoi combien si comme aussi tres y a ete etre avoir fait donc "
        "lorsque dont entre apres avant depuis selon"
    ),
    "spanish": (
        "el la los las un una unos unas y o pero no ni con de del al a en por para sobre entre sin desde hasta es "
        "son era eran esta estan fue ser estar ha han hay he hemos puede pueden puedo podemos debe deben debo yo tu "
        "ella nosotros ustedes ellos me te se le les lo nos mi mis su sus nuestro nuestra nuestros que quien cual "
        "cuales como donde cuando cuanto cuanta cuantos cuantas porque si tambien muy mas este estos estas ese esa "
        "eso esto cada ya segun tras ante tiene tienen"
    ),
    "italian": (
        "il lo la i gli le un uno una e o ma non con di del della dei delle degli dello da dal dalla in nel nella "
        "nei a al alla ai alle per su sul sulla tra fra senza sono era erano stato essere ha hanno ho abbiamo puo "
        "possono posso dobbiamo deve devono devo io tu lui lei noi voi loro mi ti si ci vi mio mia nostro nostra suo "
        "sua che chi cosa quale quali come dove quando perche quanto quanti quante se anche piu molto questo questa "
        "questi queste ogni gia dopo prima ed"
    ),
    "portuguese": (
        "o a os as um uma uns umas e ou mas nao com de do da dos das em no na nos nas por pelo pela para sobre entre "
        "sem desde ate sao era eram esta estao foi ser estar ha tem posso pode podem podemos deve devem devo eu tu "
        "ele ela voces eles me se lhe meu minha nosso nossa seu sua seus suas que quem qual quais como onde quando "
        "quanto quantos quantas porque tambem muito mais este estes isso isto cada ja ao aos apos"
    ),
    "swedish": (
        "en ett den det de och eller men inte ingen med av for fran hos pa i ur om genom over mot utan ar var "
        "blir blev har hade kan ska skall maste bor far jag du han vi ni mig dig oss er sig min mitt mina vart "
        "vara din sin sitt sina vad vem hur nar varfor vilken vilket vilka som att ocksa an redan da dar denna detta "
        "dessa varje manga mycket efter innan vid finns"
    ),
    "danish": (
        "en et den det de og eller men ikke ingen med af for til fra hos pa i ud om gennem mod uden er var "
        "bliver blev har havde kan skal ma bor jeg du han hun vi mig dig os jer sig min mit vores din dit sin "
        "hvad hvem hvordan hvor hvornar hvorfor hvilken hvilket hvilke som at hvis ogsa allerede da her der "
        "denne dette disse hver mange meget efter inden ved nar"
    ),
    "norwegian": (
        "en et ei den det de og eller men ikke ingen med av for til fra hos pa i ut om gjennom mot uten er var "
        "blir ble har hadde kan skal ma bor jeg du han hun vi meg deg oss dere seg min mitt mine vart din ditt sin "
        "hva hvem hvordan hvor nar hvorfor hvilken hvilket hvilke som at hvis ogsa enn allerede da her der denne "
        "dette disse hver mange mye etter ved"
    ),
    "finnish": (
        "ja tai mutta ei eivat en emme on ovat oli olivat olla ole ollut voi voivat voin voimme pitaa taytyy mina "
        "sina han me te he se ne tama nama tuo nuo mika mita mitka kuka ketka miten kuinka missa mista mihin milloin "
        "miksi kumpi jos kun etta kuin myos viela jo niin sitten vain kaikki joka jotka jonka jossa sen niiden taman "
        "ennen jalkeen kanssa ilman montako paljonko"
    ),
    "polish": (
        "i lub albo ale nie w we z ze do na po od dla przez przy za pod nad bez o u jest sa byl byla bylo byly "
        "bedzie byc ma maja moze moga mozna musi trzeba nalezy ja ty on ona my wy oni mnie nam nas nim jej jego ich "
        "sie moj nasz nasze swoj co kto kogo jak gdzie kiedy dlaczego czemu ile jaki jaka jakie ktory ktora ktore "
        "czy jesli gdy zeby aby tez takze juz jeszcze tylko ten ta to te tego tej tych kazdy"
    ),
    "czech": (
        "a nebo ale ne v ve z ze do na po od pro pri za pod nad bez o u k s je jsou byl byla bylo byly bude byt ma "
        "maji muze mohou lze musi musime ja ty on ona my vy oni me nas nam jej jeho jejich se si muj nase svuj co "
        "kdo jak kde kdy proc kolik jaky jaka jake ktery ktera ktere jestli pokud kdyz aby take jiz uz jeste jen ten "
        "ta to tento tato toto kazdy"
    ),
    "romanian": (
        "si sau dar nu cu de din la in pe pentru prin fara peste sub intre este sunt era erau va fi fost are au am "
        "poate pot putem trebuie eu tu el ea noi voi ei ele imi ne se isi meu mea nostru noastra sa lui lor ce cine "
        "cum unde cand cat cati cate care daca ca tot mai foarte acest aceasta acesti aceste acel un o unei unui "
        "dupa inainte"
    ),
    "hungarian": (
        "a az egy es vagy de nem ne is meg csak mar van vannak volt voltak lesz lehet kell tud tudja tudjuk en te o "
        "mi ti ezt azt ez ami aki amely mit ki hogyan hogy hol hova mikor miert mennyi hany melyik milyen ha mint "
        "szerint utan elott alatt kozott nelkul minden"
    ),
    "turkish": (
        "ve veya ya da ama fakat bir bu su o ile icin gibi kadar gore sonra once degil var yok mi mu ise olan olarak "
        "oldu olur ben sen biz siz onlar bana bize beni bizi benim bizim ne nasil neden nicin nerede nereye hangi "
        "kim kac zaman eger cok daha en her hic ancak hem de"
    ),
    "indonesian": (
        "yang dan atau tetapi tidak bukan dengan dari ke di pada untuk oleh dalam tentang adalah ialah akan sudah "
        "telah bisa dapat harus saya anda kamu dia kami kita mereka ini itu apa siapa bagaimana mana kapan mengapa "
        "kenapa berapa jika kalau bahwa juga lagi saja agar setiap para"
    ),
}
LATIN: dict[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _LATIN.items()}
"""Languages of the Latin alphabet, by the names of their Snowball stemmers."""

# Russian, with some Ukrainian.
_RUSSIAN = (
    "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от "
    "меня еще нет о из ему теперь когда даже ну ли если уже или ни быть был была были до вас нас наш наша наши "
    "наше нам они чем чего это этот эта эти этого этой для при об под над без через после перед между где куда "
    "почему зачем какой какая какие каким каких какого кто кого кому который которая которые сколько можно нужно "
    "надо есть мы их им ей себя свой та те том тот того тоже также там тут здесь й що як чи де коли чому який "
    "яка які або є"
)
_GREEK = (
    "ο η το οι τα του της των τον την τους τις ενα ενας μια και αλλα δεν μη με σε στο στη στην στον στα στις απο "
    "για ως προς κατα μετα χωρις ειναι ηταν θα να που πως ποιος ποια ποιο ποιοι ποτε γιατι ποσο ποσα τι αν οτι "
    "οταν εχω εχει εχουμε μπορω μπορει μπορουμε πρεπει μας σας εγω εμεις αυτο αυτη αυτος"
)
_ARABIC = (
    "في من الي علي عن مع هل ما ماذا متي اين كيف لماذا كم هو هي هم نحن انا انت ان انه انها لا لم لن ليس قد او ثم "
    "و كان كانت يكون تكون هذا هذه ذلك تلك التي الذي الذين بعد قبل بين عند كل اي اذا لكن حتي منذ يمكن يجب لدينا "
    "عليه عليها فيه فيها به بها له لها لنا"
)
_PERSIAN = "از به با در را كه اين ان براي است هست شود چه چگونه چرا كجا چند ايا يا تا هر"
_HEBREW = (
    "של את על אל עם מה מי איך איפה מתי למה מדוע כמה האם הוא היא הם אני אנחנו לא כן או אם כי גם רק יש אין זה זאת "
    "זו אלה כל בין אחרי לפני"
)
_HINDI = (
    "का की के को में से पर है हैं था थी थे हो होता होती होते और या लेकिन नहीं न यह ये वह वे इस उस इन उन क्या कौन "
    "कब कहाँ कहां क्यों कैसे कितना कितने कितनी किस जो तो भी ही ने एक हम मैं आप हमारे हमारी अपने लिए साथ कर करें "
    "करना चाहिए सकते सकता जाता जाती"
)
OTHER_SCRIPTS = frozenset(" ".join((_RUSSIAN, _GREEK, _ARABIC, _PERSIAN, _HEBREW, _HINDI)).split())
"""Function words of languages known by their script, where no list is mistaken for another."""

_KOREAN = (
    "습니 니다 니까 합니 입니 하는 하고 하여 해야 에서 으로 까지 부터 에게 하나 나요 어떻 떻게 무엇 엇을 언제 "
    "어디 디에 인가 가요 있나 있습 있는 있을 되나 됩니 되는 어요 아요 세요 하려 려면 하면 얼마 누가 왜 를 을 은 "
    "는 이 가 의 에 도 와 과 로"
)
_CHINESE = "什么 怎么 怎样 么样 为什 如何 多少 哪些 哪个 哪里 可以 应该 是否 我们 的 了 吗 呢 是"
_JAPANESE = "何で 何が 何を 何の 何時 誰が 誰に"
UNSPACED_PAIRS = frozenset(" ".join((_KOREAN, _CHINESE, _JAPANESE)).split())
"""Pairs of characters that ask or join: Korean endings, Chinese question words, Japanese ones not all in hiragana."""

_THAI = (
    "อย่างไรบ้าง อย่างไร ยังไง อะไรบ้าง อะไร เมื่อไหร่ เมื่อไร เมื่อใด ที่ไหน ทำไม เท่าไหร่ เท่าไร กี่ หรือไม่ "
    "หรือ และ ของ ต้อง สามารถ ได้ไหม ได้ คือ ใคร ไหน เพราะ โดย สำหรับ เป็น จะ ให้ ถ้า"
)
THAI: tuple[str, ...] = tuple(sorted(_THAI.split(), key=len, reverse=True))
"""Thai words that join and ask, the longest first: the text is cut at them, for want of spaces."""
