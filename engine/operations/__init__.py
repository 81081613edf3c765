"""Operations: what is asked of the engine, a class a noun, each with the role it takes."""
