export const barStyles = /* css */ `
header { position: relative; z-index: 1; background: #fff; transition: background-color var(--move); }
.fullscreen header { padding-top: var(--status-height); }
.custom-navigation header { position: absolute; inset: 0 0 auto; pointer-events: none; }
.app { --front: #161823; --capsule-fill: rgba(255, 255, 255, .6); --capsule-line: rgba(22, 24, 35, .12); }
.app.front-white { --front: #fff; --capsule-fill: rgba(0, 0, 0, .16); --capsule-line: rgba(255, 255, 255, .24); }
header, .capsule { color: var(--front); }

.status-bar {
  display: flex; align-items: center; justify-content: space-between;
  height: var(--status-height); padding: 6px 26px 0 34px; overflow: hidden;
}
.status-time { font-size: 15px; font-weight: 600; font-variant-numeric: tabular-nums; }
.status-signs { display: flex; align-items: center; gap: 6px; }
.status-signs .icon { height: 11px; }
.status-signs .icon svg { width: auto; }

.navigation-bar { position: relative; display: flex; align-items: center; height: var(--navigation-height); }
.bar-button { display: flex; align-items: center; justify-content: center; width: 44px; height: 44px; }
.bar-button .icon { width: 24px; }
.navigation-bar .back { position: absolute; left: 2px; z-index: 1; }
.navigation-title {
  flex: 1; min-width: 0; margin: 0 104px; display: flex; align-items: center; justify-content: center; gap: 6px;
  font-size: 17px; font-weight: 600;
}
.navigation-text { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.navigation-loading { flex: none; width: 16px; }
.navigation-loading .icon { display: block; }

.capsule {
  position: absolute; z-index: 2; top: var(--capsule-top); right: var(--capsule-right);
  width: var(--capsule-width); height: var(--capsule-height);
  display: flex; border-radius: 999px; background: var(--capsule-fill); box-shadow: 0 0 0 .5px var(--capsule-line) inset;
}
.capsule button { position: relative; flex: 1; display: flex; align-items: center; justify-content: center; border-radius: 999px; }
.capsule button + button::before {
  content: ""; position: absolute; left: 0; top: 7px; bottom: 7px; width: .5px; background: var(--capsule-line);
}
.capsule button:active { opacity: .5; }
.capsule .icon { width: 21px; }

.tab-bar {
  display: flex; height: calc(49px + var(--inset-bottom)); padding-bottom: var(--inset-bottom);
  background: #fff; box-shadow: 0 -.5px 0 var(--line);
}
.tab-bar button { position: relative; flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 2px; font-size: 11px; line-height: 1.2; }
.tab-bar button:not(:has(img)) { font-size: 15px; }
.tab-bar img { width: 24px; height: 24px; object-fit: contain; }
.tab-badge, .tab-dot { position: absolute; left: calc(50% + 6px); top: 4px; background: var(--accent); color: #fff; border-radius: 999px; }
.tab-badge { min-width: 16px; padding: 0 4px; font-size: 11px; line-height: 16px; text-align: center; }
.tab-dot { width: 8px; height: 8px; top: 6px; left: calc(50% + 10px); }
`;
