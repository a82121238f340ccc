"""How the reader's model is made: works, written down in many made-up forms, and what each word is."""
