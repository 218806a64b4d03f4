import type { ChatStrings, FromPage, TargetView } from '../protocol';
import type { NumberFormats } from './format';

/** An intent without the session it belongs to: {@link PageContext.post} adds that. */
export type Intent = FromPage extends infer Message
	? Message extends { readonly sessionId: string }
		? Omit<Message, 'sessionId'>
		: never
	: never;

/** What the page's parts share while one state is shown. */
export interface PageContext {
	readonly strings: ChatStrings;
	readonly formats: NumberFormats;
	readonly target: TargetView;
	/** The host can look up where a request ran. */
	readonly canTrace: boolean;
	readonly post: (intent: Intent) => void;
	/** Says a short sentence to screen readers and, where it matters, shows it. */
	readonly announce: (sentence: string) => void;
}
