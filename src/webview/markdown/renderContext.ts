import type { ElementPolicy } from './elementPolicy';
import type { Highlighter } from './highlighter';
import type { MarkdownHost } from './markdownHost';
import type { LinkReferences } from './linkReferences';
import type { Deferred } from './deferred';

/** What the parts of one rendered text share. */
export interface RenderContext {
	document: Document;
	host: MarkdownHost;
	policy: ElementPolicy;
	references: LinkReferences;
	highlighter: Highlighter;
	deferred: Deferred;
	/** What each link of this text opens. */
	targets: WeakMap<EventTarget, string>;
	/** Whether what is being shown was parsed from whole lines only. */
	hasWholeLines(): boolean;
	/** Characters that the grammar has read, counted over all passes; for tests of linear work. */
	work: { characters: number };
}
