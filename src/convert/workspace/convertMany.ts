import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { ConversionParts, DocumentAnalyser } from '../analysis';
import { isCurrent } from '../documentEdits';
import { isTooLong } from '../documentText';
import type { Judgement } from '../engine/engine';
import { byPath } from '../scan/pathOrder';
import type { Skipped } from '../scan/skipReason';
import { documentPlaces, filePlaces, openDocument, standingOf, standingOfShown } from './fileEdits';
import type { PassedOverReport } from './passedOverReport';
import { type ConversionAction, plannedChanges } from './plannedChanges';
import { type Gone, prepareAndShow, type Refused, type Target } from './previewRun';
import { RefactorPreview } from './refactorPreview';
import { isExpected, skipText } from './skipTexts';
import { type FoundFiles, mostIds, realPath, scannableFolders, type WorkspaceScan } from './workspaceScan';

/** What the commands over many files work with. */
export interface ManyParts extends ConversionParts {
	readonly analyser: DocumentAnalyser;
	readonly scan: WorkspaceScan;
	readonly report: PassedOverReport;
}

/** Asks what is to be done, once it is known what there is. @returns `undefined` when the user thinks better of it. */
export type ChooseAction = (judgements: readonly Judgement[]) => Promise<ConversionAction | undefined>;

/**
 * Scans the workspace, and shows what would change in VS Code's refactor preview.
 * @param chosen folders and files of the workspace, or `undefined` for all of it.
 */
export async function changeMany(
	parts: ManyParts,
	chosen: readonly vscode.Uri[] | undefined,
	choose: ChooseAction,
): Promise<void> {
	const [first] = scannableFolders();
	if (!first || chosen?.some(({ scheme }) => scheme !== 'file')) return sayNotOnDisk();
	const tops = chosen?.map(({ fsPath }) => realPath(fsPath));
	const found = await scanWithProgress(parts.scan, tops);
	if (!found) return;
	const targets = await targetsIn(parts, tops, found);
	const action = await choose(targets.flatMap(({ judgements }) => judgements));
	if (!action) return;
	const engine = await import('../engine/engine');
	const preview = new RefactorPreview(action, first.uri, parts.memory, ({ judgement }) =>
		engine.reasonText(judgement.reason),
	);
	const planned = targets.flatMap((target) => {
		const changes = plannedChanges(target.judgements, action);
		return changes.length > 0 ? [{ target, changes }] : [];
	});
	const run = await prepareAndShow(preview, planned);
	if (!run) return;
	const { refused, gone, isApplied } = run;
	const isNothingToDo = preview.count === 0 && refused.length === 0;
	const passedOver = { parts, tops, refused, gone, leftOut: found.leftOut };
	const said = isNothingToDo
		? sayNothingToDo(passedOver)
		: isApplied
			? sayPassedOver(passedOver)
			: sayNotApplied(passedOver);
	// The command is done; what it says may stay as long as the user likes.
	said.catch((error: unknown) => parts.log.error('A message could not be shown', error));
}

/** What a run did not look at or did not change. */
interface PassedOver {
	readonly parts: ManyParts;
	/** The folders and files that were asked for, absolute; `undefined` for all. */
	readonly tops: readonly string[] | undefined;
	readonly refused: readonly Refused[];
	readonly gone: readonly Gone[];
	/** The files that there was no room for, by path. */
	readonly leftOut: readonly string[];
}

/** @returns what was found in what was asked for and maybe elsewhere; `undefined` when the user cancelled. */
async function scanWithProgress(
	scan: WorkspaceScan,
	tops: readonly string[] | undefined,
): Promise<FoundFiles | undefined> {
	const controller = new AbortController();
	return vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Looking for Bedrock model IDs'),
			cancellable: true,
		},
		async (progress, token) => {
			const subscriptions = vscode.Disposable.from(
				token.onCancellationRequested(() => controller.abort()),
				scan.onDidChange(() => {
					const { state } = scan;
					if (state.kind !== 'scanning') return;
					progress.report({ message: vscode.l10n.t('{0} files read', state.fileCount) });
				}),
			);
			try {
				await scan.scanAll(controller.signal);
				if (tops && scan.leftOut.length > 0) return await scan.filesBelow(tops, controller.signal);
				return { files: scan.found, leftOut: scan.leftOut };
			} catch (error) {
				if (controller.signal.aborted) return undefined;
				throw error;
			} finally {
				subscriptions.dispose();
			}
		},
	);
}

/** What an editor holds is judged as it stands there; everything else as it is on disk. */
async function targetsIn(
	{ analyser, scan }: ManyParts,
	tops: readonly string[] | undefined,
	found: FoundFiles,
): Promise<Target[]> {
	const targets: Target[] = [];
	const isHeld = new Set<string>();
	const addShown = async (uri: vscode.Uri): Promise<boolean> => {
		const document = openDocument(uri);
		const analysis = document && (await analyser.analyse(document));
		if (!document || isTooLong(document)) return false;
		isHeld.add(uri.toString());
		if (analysis) {
			const judgements = analysis.judgements;
			targets.push({
				uri,
				judgements,
				places: async () => {
					const places = await documentPlaces(analysis, document);
					return isCurrent(analysis) ? places : 'changed';
				},
				standing: () => standingOfShown(analysis, document),
			});
		}
		return true;
	};
	const isAskedFor = (path: string): boolean => !tops || tops.some((top) => isBelow(path, top));
	for (const file of [...found.files.values()].toSorted(byPath)) {
		const uri = scan.uriOf(file);
		if (!isAskedFor(file.path) || (await addShown(uri))) continue;
		targets.push({
			uri,
			judgements: file.judgements,
			places: () => filePlaces(file, uri),
			standing: () => standingOf(file),
		});
	}
	// What the scan passed over stays so with unsaved changes.
	const isPassedOver = ({ fsPath }: vscode.Uri): boolean =>
		fsPath.includes(`${sep}.git${sep}`) ||
		[fsPath, realPath(fsPath)].some((path) => scan.skipped.some((each) => isBelow(path, each.path)));
	for (const { uri, isDirty } of vscode.workspace.textDocuments) {
		const isNew = isDirty && uri.scheme === 'file' && !isHeld.has(uri.toString());
		if (!isNew || !vscode.workspace.getWorkspaceFolder(uri) || !isAskedFor(realPath(uri.fsPath))) continue;
		if (!isPassedOver(uri)) await addShown(uri);
	}
	return targets;
}

function isBelow(path: string, folder: string): boolean {
	return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function sayNotOnDisk(): Promise<void> {
	await vscode.window.showInformationMessage(
		vscode.l10n.t(
			'Only folders on disk are searched for model IDs. Open a file and run “Convert Model IDs in This File” there.',
		),
	);
}

/** VS Code says the same of a preview that was put away and of one that it could not apply: it applies all or nothing. */
async function sayNotApplied(passedOver: PassedOver): Promise<void> {
	const more = passedOverText(passedOver);
	const [first] = passedOver.gone;
	if (first) {
		const path = vscode.workspace.asRelativePath(first.uri);
		const message =
			first.standing === 'deleted'
				? vscode.l10n.t('No file was changed: {0} was deleted while the preview was open. Run the command again.', path)
				: vscode.l10n.t('No file was changed: {0} changed while the preview was open. Run the command again.', path);
		const isAll = more === undefined && passedOver.gone.length === 1;
		await offerDetails(vscode.window.showWarningMessage, message, isAll ? undefined : passedOver);
		return;
	}
	const message =
		more === undefined ? vscode.l10n.t('No file was changed.') : vscode.l10n.t('No file was changed. {0}', more);
	await offerDetails(vscode.window.showInformationMessage, message, more === undefined ? undefined : passedOver);
}

async function sayNothingToDo(passedOver: PassedOver): Promise<void> {
	const message = vscode.l10n.t('No model ID is left to change here.');
	const isAnythingSkipped = skippedIn(passedOver).length > 0;
	await offerDetails(vscode.window.showInformationMessage, message, isAnythingSkipped ? passedOver : undefined);
}

/** Tells what was not looked at or not changed, if anything the user may miss. */
async function sayPassedOver(passedOver: PassedOver): Promise<void> {
	const message = passedOverText(passedOver);
	if (message !== undefined) await offerDetails(vscode.window.showInformationMessage, message, passedOver);
}

/** @returns `undefined` where nothing was passed over that the user may miss. */
function passedOverText(passedOver: PassedOver): string | undefined {
	const { leftOut, refused } = passedOver;
	if (leftOut.length > 0) {
		return vscode.l10n.t(
			'Only the first {0} IDs were looked at. Convert folder by folder to reach the others. Files left out: {1}.',
			mostIds.toLocaleString(vscode.env.language),
			leftOut.length,
		);
	}
	const count = refused.length + skippedIn(passedOver).filter(({ reason }) => !isExpected(reason)).length;
	if (count === 0) return undefined;
	return count === 1 ? vscode.l10n.t('1 file was passed over.') : vscode.l10n.t('{0} files were passed over.', count);
}

/** @param passedOver what the button shows; `undefined`: there is none. */
async function offerDetails(
	show: (message: string, ...buttons: string[]) => Thenable<string | undefined>,
	message: string,
	passedOver: PassedOver | undefined,
): Promise<void> {
	const details = vscode.l10n.t('Show Details');
	const chosen = await show(message, ...(passedOver ? [details] : []));
	if (passedOver && chosen === details) await showDetails(passedOver);
}

function skippedIn({ parts: { scan }, tops }: PassedOver): readonly Skipped[] {
	return tops ? scan.skipped.filter(({ path }) => tops.some((top) => isBelow(path, top))) : scan.skipped;
}

async function showDetails(passedOver: PassedOver): Promise<void> {
	const { parts, refused, gone, leftOut } = passedOver;
	const paths = new Map<string, string[]>();
	const note = (uri: vscode.Uri, reason: string): void => {
		const path = vscode.workspace.asRelativePath(uri);
		const known = paths.get(reason);
		if (known) known.push(path);
		else paths.set(reason, [path]);
	};
	for (const { uri, standing } of gone) note(uri, skipText(standing === 'deleted' ? 'deletedSince' : 'changedSince'));
	for (const path of leftOut) note(parts.scan.uriOf({ path }), skipText('noRoom'));
	for (const { uri, reason } of refused) note(uri, skipText(reason));
	for (const each of skippedIn(passedOver)) note(parts.scan.uriOf(each), skipText(each.reason));
	await parts.report.show(paths);
}
