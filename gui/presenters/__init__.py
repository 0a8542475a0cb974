"""What joins the areas with the engine and the settings; one module for each subject."""
