/** Line icons on a 24 x 24 ground, in the current colour. Constants only: they are set as markup. */
const line = (body: string) =>
  `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body}</svg>`;

export const backIcon = line('<path d="M15 4.5 7.5 12l7.5 7.5"/>');
export const chevronIcon = line('<path d="m9 5 7 7-7 7"/>');
export const successIcon = line('<path d="m4.5 12.5 5 5 10-11"/>');
export const failIcon = line('<path d="m6 6 12 12M18 6 6 18"/>');
export const spinnerIcon =
  '<svg class="spinner" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"><circle cx="12" cy="12" r="9" opacity=".25"/><path d="M12 3a9 9 0 0 1 9 9"/></svg>';
export const dotsIcon =
  '<svg viewBox="0 0 24 24" fill="currentColor"><circle cx="4.6" cy="12" r="2"/><circle cx="12" cy="12" r="3"/><circle cx="19.4" cy="12" r="2"/></svg>';
export const closeIcon =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2"><circle cx="12" cy="12" r="8.4"/><circle cx="12" cy="12" r="3" fill="currentColor" stroke="none"/></svg>';
export const cameraIcon = line(
  '<rect x="2.5" y="6" width="13" height="12" rx="2.5"/><path d="m15.5 11 6-3.5v9l-6-3.5"/>',
);
export const microphoneIcon = line(
  '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>',
);
export const shieldIcon = line('<path d="M12 3 5 6v5.5c0 4.4 2.9 7.6 7 9.5 4.1-1.9 7-5.1 7-9.5V6z"/>');
export const signalIcon =
  '<svg viewBox="0 0 18 12" fill="currentColor"><rect x="0" y="8" width="3" height="4" rx="1"/><rect x="5" y="5.5" width="3" height="6.5" rx="1"/><rect x="10" y="3" width="3" height="9" rx="1"/><rect x="15" y="0" width="3" height="12" rx="1"/></svg>';
export const wifiIcon =
  '<svg viewBox="0 0 17 12" fill="currentColor"><path d="M8.5 2.3c2.4 0 4.6.9 6.2 2.5l1.2-1.2A10.400 10.400 0 0 0 8.500.6C5.600.6 3 1.700 1.100 3.600l1.200 1.200A8.800 8.800 0 0 1 8.500 2.300Z"/><path d="M8.500 6c1.400 0 2.700.5 3.600 1.400l1.200-1.200a6.800 6.800 0 0 0-9.600 0l1.200 1.200C5.800 6.500 7.100 6 8.500 6Z"/><path d="m8.500 11.400 2-2a2.800 2.800 0 0 0-4 0z"/></svg>';
export const batteryIcon =
  '<svg viewBox="0 0 27 12" fill="none"><rect x=".5" y=".5" width="23" height="11" rx="3.2" stroke="currentColor" opacity=".4"/><rect x="2" y="2" width="20" height="8" rx="2" fill="currentColor"/><path d="M25 4v4c.8-.3 1.400-1.100 1.400-2s-.6-1.700-1.400-2Z" fill="currentColor" opacity=".5"/></svg>';
