"""How everything looks: colours, fonts, signs, icons, and words for times."""
