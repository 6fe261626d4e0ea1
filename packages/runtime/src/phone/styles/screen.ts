export const screenStyles = /* css */ `
:host { display: block; }
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; -webkit-tap-highlight-color: transparent; }
button:focus-visible, .switch:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
[tabindex="-1"]:focus { outline: none; }

.phone {
  --accent: #fe2c55;
  --focus: #1f6bff;
  --text: #161823;
  --text-2: rgba(22, 24, 35, .6);
  --panel: #fff;
  --panel-2: #f5f5f7;
  --line: rgba(22, 24, 35, .1);
  --fill: rgba(22, 24, 35, .06);
  --shade: rgba(0, 0, 0, .5);
  --sans: -apple-system, BlinkMacSystemFont, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Helvetica Neue", Arial, sans-serif;
  --move: 150ms cubic-bezier(.2, .7, .3, 1);
  position: relative;
  color: var(--text);
  font: 15px/1.45 var(--sans);
  -webkit-text-size-adjust: 100%;
  user-select: none;
}
.phone[data-theme="dark"] {
  --focus: #6ea8ff;
  --text: rgba(255, 255, 255, .92);
  --text-2: rgba(255, 255, 255, .56);
  --panel: #25262e;
  --panel-2: #16171d;
  --line: rgba(255, 255, 255, .12);
  --fill: rgba(255, 255, 255, .1);
  --shade: rgba(0, 0, 0, .62);
}
.phone.device {
  width: calc(var(--screen-width) + 20px);
  padding: 10px;
  border-radius: calc(var(--phone-corner, 42px) + 10px);
  background: #1b1c22;
  box-shadow: 0 0 0 1px #3a3c46 inset, 0 1px 2px rgba(0, 0, 0, .2), 0 14px 40px rgba(20, 22, 35, .22);
}
.phone.fullscreen { position: fixed; inset: 0; }

.screen { position: relative; overflow: hidden; isolation: isolate; }
.device .screen { width: var(--screen-width); height: var(--screen-height); border-radius: var(--phone-corner, 42px); }
.fullscreen .screen { width: 100%; height: 100%; background: var(--panel); }

.app { position: absolute; inset: 0; display: flex; flex-direction: column; }
.view { position: relative; flex: 1; min-height: 0; background: #fff; }
.view iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }

.home-indicator {
  position: absolute; z-index: 5; left: 50%; bottom: 8px; width: 134px; height: 5px; margin-left: -67px;
  border-radius: 3px; background: #fff; mix-blend-mode: difference; opacity: .8; pointer-events: none;
}
.inset-probe {
  position: absolute; visibility: hidden; pointer-events: none;
  padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
}
.device .inset-probe { padding: 0; }

.cover {
  position: absolute; inset: 0; z-index: 2; padding: 0 32px;
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 12px;
  background: var(--panel); text-align: center;
}
.cover-spinner { width: 36px; color: var(--accent); }
.cover-title { font-size: 16px; font-weight: 500; }
.cover-hint { color: var(--text-2); font-size: 14px; }
.cover .strong { margin-top: 8px; min-width: 132px; }

.strong, .plain { height: 44px; padding: 0 20px; border-radius: 8px; font-size: 15px; font-weight: 500; }
.strong { background: var(--accent); color: #fff; }
.strong:hover { background: #e6284d; }
.plain { background: var(--fill); }

.icon { display: inline-flex; }
.icon svg { display: block; width: 100%; height: 100%; }
.spinner { animation: turn .9s linear infinite; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) {
  .phone { --move: 0ms; }
  .spinner { animation-duration: 3s; }
}
`;
