// Enhancement only: every page works without this file.
document.documentElement.dataset.script = "on";
