"""Finding passages: lexical and dense evidence, fused."""
