export const dialogStyles = /* css */ `
.dialogs { position: absolute; inset: 0; z-index: 3; pointer-events: none; }
.dialog-holder {
  position: absolute; inset: 0; display: flex; overflow: hidden; pointer-events: auto;
  background: transparent; transition: background-color var(--move);
}
.dialog-holder[inert] { pointer-events: none; }
.dialog-holder.open { background: var(--shade); }
.dialog-holder > * { transition: transform var(--move), opacity var(--move); }
.dialog-holder.center { align-items: center; justify-content: center; padding: 24px; }
.dialog-holder.center > * { opacity: 0; transform: scale(.94); }
.dialog-holder.bottom { align-items: flex-end; }
.dialog-holder.bottom > * { width: 100%; transform: translateY(100%); }
.dialog-holder.page > * { width: 100%; transform: translateX(100%); }
.dialog-holder.open > * { opacity: 1; transform: none; }

.modal { width: 280px; max-width: 100%; max-height: 100%; display: flex; flex-direction: column; border-radius: 12px; background: var(--panel); overflow: hidden; }
.modal-title { padding: 24px 20px 0; text-align: center; font-size: 17px; font-weight: 600; overflow-wrap: anywhere; }
.modal-content { padding: 10px 20px 0; text-align: center; color: var(--text-2); white-space: pre-wrap; overflow: auto; overflow-wrap: anywhere; user-select: text; }
.modal-content:first-child { padding-top: 26px; color: var(--text); font-size: 16px; }
.modal-field { margin: 14px 20px 0; padding: 8px 10px; border: 0; border-radius: 6px; background: var(--fill); color: inherit; font: inherit; resize: none; outline: none; }
.modal-field:first-child { margin-top: 24px; }
.modal-field:focus { box-shadow: 0 0 0 1px var(--focus); }
.modal-buttons { display: flex; flex: none; margin-top: 22px; border-top: .5px solid var(--line); }
.modal-buttons button { flex: 1; height: 50px; font-size: 16px; }
.modal-buttons button + button { border-left: .5px solid var(--line); }
.modal-buttons button:active { background: var(--fill); }
.modal-buttons button:focus-visible { outline-offset: -4px; border-radius: 8px; }
.modal-confirm { color: var(--accent); font-weight: 600; }

.sheet { padding-bottom: var(--inset-bottom); border-radius: 14px 14px 0 0; background: var(--panel-2); overflow: hidden; max-height: 80%; display: flex; flex-direction: column; }
.sheet-items { overflow: auto; background: var(--panel); }
.sheet button { display: block; flex: none; width: 100%; min-height: 54px; padding: 10px 20px; font-size: 17px; background: var(--panel); }
.sheet-items button + button { border-top: .5px solid var(--line); }
.sheet .sheet-cancel { margin-top: 8px; }
.sheet button:active { background: var(--panel-2); }
.sheet button:focus-visible { outline-offset: -4px; border-radius: 10px; }

.permission { padding: 28px 24px calc(24px + var(--inset-bottom)); border-radius: 16px 16px 0 0; background: var(--panel); text-align: center; }
.permission-icon { display: inline-flex; align-items: center; justify-content: center; width: 52px; height: 52px; border-radius: 50%; background: var(--fill); }
.permission-icon .icon { width: 26px; }
.permission-app { margin-top: 14px; color: var(--text-2); font-size: 14px; }
.permission-ask { margin-top: 2px; font-size: 19px; font-weight: 600; }
.permission-buttons { display: flex; gap: 12px; margin-top: 26px; }
.permission-buttons button { flex: 1; }

.share { padding: 20px 20px calc(20px + var(--inset-bottom)); border-radius: 16px 16px 0 0; background: var(--panel-2); }
.share-card { padding: 16px; border-radius: 12px; background: var(--panel); }
.share-picture { display: block; width: 100%; max-height: 180px; margin-bottom: 12px; border-radius: 8px; object-fit: cover; }
.share-title { font-size: 17px; font-weight: 600; overflow-wrap: anywhere; }
.share-desc { margin-top: 4px; color: var(--text-2); font-size: 14px; overflow-wrap: anywhere; }
.share-path { margin-top: 10px; color: var(--text-2); font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; user-select: text; }
.share-failed { margin-top: 12px; color: var(--accent); font-size: 13px; text-align: center; }
.share-buttons { display: flex; gap: 12px; margin-top: 20px; }
.share-buttons button { flex: 1; }

.pictures { position: relative; height: 100%; background: #000; color: #fff; }
.pictures-strip { display: flex; height: 100%; overflow-x: auto; scroll-snap-type: x mandatory; scrollbar-width: none; }
.pictures-strip::-webkit-scrollbar { display: none; }
.pictures-strip img { flex: none; width: 100%; height: 100%; object-fit: contain; scroll-snap-align: center; scroll-snap-stop: always; }
.pictures-count { position: absolute; left: 0; right: 0; top: calc(var(--status-height) + 14px); text-align: center; font-size: 15px; pointer-events: none; text-shadow: 0 0 4px rgba(0, 0, 0, .6); }
.pictures-close { position: absolute; left: 12px; top: calc(var(--status-height) + 6px); width: 36px; height: 36px; padding: 7px; border-radius: 50%; background: rgba(0, 0, 0, .4); }

.settings { height: 100%; padding-top: var(--status-height); background: var(--panel-2); overflow: auto; }
.settings-bar { position: relative; display: flex; align-items: center; height: var(--navigation-height); }
.settings-bar .bar-button { position: absolute; left: 2px; }
.settings-title { flex: 1; text-align: center; font-size: 17px; font-weight: 600; }
.settings-caption { padding: 16px 20px 8px; color: var(--text-2); font-size: 13px; }
.settings-list { margin: 0 12px; border-radius: 12px; background: var(--panel); }
.settings-row { display: flex; align-items: center; justify-content: space-between; min-height: 54px; padding: 0 16px; font-size: 16px; }
.settings-row + .settings-row { border-top: .5px solid var(--line); }
.settings-empty { padding: 120px 40px; text-align: center; color: var(--text-2); }
.switch { position: relative; width: 46px; height: 28px; border-radius: 14px; background: var(--line); transition: background-color var(--move); }
.switch::after { content: ""; position: absolute; left: 2px; top: 2px; width: 24px; height: 24px; border-radius: 50%; background: #fff; box-shadow: 0 1px 3px rgba(0, 0, 0, .25); transition: transform var(--move); }
.switch[aria-checked="true"] { background: var(--accent); }
.switch[aria-checked="true"]::after { transform: translateX(18px); }

.toast-layer { position: absolute; inset: 0; z-index: 4; display: flex; align-items: center; justify-content: center; padding: 40px; pointer-events: none; opacity: 0; visibility: hidden; transition: opacity var(--move), visibility var(--move); }
.toast-layer.open { opacity: 1; visibility: visible; }
.toast-layer.masking { pointer-events: auto; }
.toast { max-width: 260px; padding: 11px 16px; border-radius: 8px; background: rgba(37, 38, 50, .94); color: #fff; font-size: 15px; text-align: center; box-shadow: 0 4px 20px rgba(0, 0, 0, .16); }
.toast-title { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.toast.with-icon { min-width: 124px; min-height: 116px; padding: 22px 14px 16px; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 12px; border-radius: 12px; }
.toast.with-icon .icon { width: 38px; }
`;
