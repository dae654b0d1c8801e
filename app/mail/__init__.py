"""Send what people ask for by mail."""
