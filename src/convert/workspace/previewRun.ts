import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Judgement } from '../engine/engine';
import type { EditPlaces, Refusal, Standing } from './fileEdits';
import type { PlannedChange } from './plannedChanges';
import type { RefactorPreview } from './refactorPreview';

/** The IDs of one file, with the way to its ranges. */
export interface Target {
	readonly uri: vscode.Uri;
	readonly judgements: readonly Judgement[];
	/** Reads the file again: asked only where something changes. */
	readonly places: () => Promise<EditPlaces | Refusal>;
	/** Whether it is what was judged. */
	readonly standing: () => Promise<Standing>;
}

/** A file whose changes were not offered. */
export interface Refused {
	readonly uri: vscode.Uri;
	readonly reason: Refusal;
}

/** A file that became another one under the preview, or went away. */
export interface Gone {
	readonly uri: vscode.Uri;
	readonly standing: 'changed' | 'deleted';
}

/** How it went with a preview. */
interface PreviewRun {
	readonly refused: readonly Refused[];
	/** Those for which the preview was put away or refused; then nothing was applied. */
	readonly gone: readonly Gone[];
	/** True also where there was nothing to apply. */
	readonly isApplied: boolean;
}

/** The changes of one file. */
interface Planned {
	readonly target: Target;
	readonly changes: readonly PlannedChange[];
}

/** So many files are read at a time. */
const inOneReading = 16;

/**
 * Reads the files again that are to change, and shows the preview. Progress stays until that is there, which can be
 * cancelled till then.
 * @returns `undefined` when the user cancelled before there was a preview.
 */
export async function prepareAndShow(
	preview: RefactorPreview,
	planned: readonly Planned[],
): Promise<PreviewRun | undefined> {
	const seen = new AbortController();
	const cancelled = new AbortController();
	let report: (count: number) => void = () => undefined;
	const bar = vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Preparing the preview'),
			cancellable: true,
		},
		async (progress, token) => {
			token.onCancellationRequested(() => cancelled.abort());
			report = (count) => {
				progress.report({ message: vscode.l10n.t('{0} of {1} files', count, planned.length) });
			};
			if (!seen.signal.aborted) await once(seen.signal, 'abort');
		},
	);
	try {
		const refused: Refused[] = [];
		const previewed: Target[] = [];
		for (const { target } of planned.slice(0, mostHeld)) await hold(target.uri);
		for (let from = 0; from < planned.length && !cancelled.signal.aborted; from += inOneReading) {
			const some = planned.slice(from, from + inOneReading);
			const placed = await Promise.all(some.map(async (each) => ({ ...each, places: await each.target.places() })));
			for (const { target, changes, places } of placed) {
				if (typeof places === 'string') refused.push({ uri: target.uri, reason: places });
				else if (!changes.map((change) => preview.add(change, places)).every(Boolean))
					refused.push({ uri: target.uri, reason: 'noPlace' });
				if (typeof places !== 'string') previewed.push(target);
			}
			report(Math.min(from + inOneReading, planned.length));
		}
		if (cancelled.signal.aborted) return undefined;
		if (preview.count === 0) return { refused, gone: [], isApplied: true };
		const isApplied = await showWhileJudged(preview, previewed, cancelled.signal, () => seen.abort());
		return { refused, gone: isApplied ? [] : await goneOf(previewed), isApplied };
	} finally {
		seen.abort();
		await bar;
	}
}

async function goneOf(previewed: readonly Target[]): Promise<readonly Gone[]> {
	const gone: Gone[] = [];
	for (const { uri, standing } of previewed) {
		const now = await standing();
		if (now !== 'asJudged') gone.push({ uri, standing: now });
	}
	return gone;
}

/** How often the files under a preview are looked at. In milliseconds. */
const lookEvery = 300;
const inOneLook = 500;

/**
 * Shows the preview, and puts it away as soon as one of its files is no longer what was judged: VS Code would put the
 * changes where they stood in the old text, and write a file anew that is gone.
 * @param cancelled puts it away, too, once VS Code has made it.
 * @returns false where nothing was applied.
 */
async function showWhileJudged(
	preview: RefactorPreview,
	previewed: readonly Target[],
	cancelled: AbortSignal,
	onShown: () => void,
): Promise<boolean> {
	const over = new AbortController();
	let isShown = false;
	const shown = preview
		.show(() => {
			isShown = true;
			onShown();
		})
		.finally(() => over.abort());
	const isAsJudged = async (target: Target | undefined): Promise<boolean> =>
		!cancelled.aborted && (await target?.standing()) === 'asJudged';
	const look = async (): Promise<void> => {
		for (let index = 0; !over.signal.aborted; index++) {
			if (index % Math.min(inOneLook, previewed.length) === 0) await setTimeout(lookEvery);
			if (await isAsJudged(previewed[index % previewed.length])) continue;
			await putAway(over.signal, () => isShown);
			return;
		}
	};
	await Promise.all([shown, look()]);
	return shown;
}

/** Asks again where the preview was not there yet: VS Code does nothing then. */
async function putAway(over: AbortSignal, isShown: () => boolean): Promise<void> {
	for (let isLast = false; !isLast && !over.aborted;) {
		isLast = isShown();
		await vscode.commands.executeCommand('refactorPreview.discard');
		if (!isLast) await setTimeout(lookEvery);
	}
}

/** So many documents an extension may keep open that no editor shows: VS Code closes the oldest for another. */
const mostHeld = 50;

/**
 * Has VS Code open a document. Of one that is open it knows whether it changed since an edit was made for it, and refuses
 * the edit then; of others it knows only what its file watcher told in time.
 */
async function hold(uri: vscode.Uri): Promise<void> {
	try {
		await vscode.workspace.openTextDocument(uri);
	} catch {
		// Whether it can be changed is asked next, with the reason why not.
	}
}
