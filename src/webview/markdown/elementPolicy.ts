import { allowedTarget } from './links';

/**
 * Decides about everything in model text that could reach outside the page. There is one policy; that it can be replaced
 * is for the test that takes this wall away and looks whether the page's Content Security Policy holds alone.
 */
export interface ElementPolicy {
	/** @returns where activating the link leads, or `undefined` to show its label as plain text. */
	linkTarget(href: string): string | undefined;
	/** Called for each link element before its attributes are final. */
	dressLink?(link: HTMLElement, href: string): void;
	/** @returns an element to show instead of the note that an image was left out. */
	image?(document: Document, source: string): HTMLElement;
}

export const safePolicy: ElementPolicy = { linkTarget: allowedTarget };
