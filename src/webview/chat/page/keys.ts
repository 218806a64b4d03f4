/** What of a `KeyboardEvent` decides. */
export interface KeyPress {
	readonly key: string;
	readonly shiftKey: boolean;
	readonly ctrlKey: boolean;
	readonly metaKey: boolean;
	readonly altKey: boolean;
	readonly isComposing: boolean;
	readonly keyCode: number;
}

/**
 * True while an input method is at work: its Enter and Escape choose or drop a candidate. Some systems end the
 * composition before they report the key, and then only the old key code 229 tells.
 */
export function isComposing(press: Pick<KeyPress, 'isComposing' | 'keyCode'>): boolean {
	return press.isComposing || press.keyCode === 229;
}

/** Enter alone sends, as in VS Code's own chat; with Shift it breaks the line. */
export function isSendKey(press: KeyPress): boolean {
	if (press.key !== 'Enter' || isComposing(press)) return false;
	return !press.shiftKey && !press.altKey && !press.ctrlKey && !press.metaKey;
}
