// What the board's page does.
import "./board/hands.js";
import "./live.js";
import "./quick_add.js";
