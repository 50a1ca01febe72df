import "./refresh.js";
import "./questions/screen.js";
