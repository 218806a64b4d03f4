import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { isRequestId } from '../bedrock/tracing';
import type { CompareParts } from './compareParts';
import type { Evidence } from './core/comparison';
import { trace, type TracedPlace, type TracedRequest, type TraceProblem } from './tracer';
import { traceProblemText } from './traceTexts';
import { tracingHelp } from './tracingHelp';

/** What the command gives to whoever called it. */
export interface FoundPlace {
	readonly region: string;
	readonly evidence: Evidence;
	/** The record names no Region of inference, so the request stayed where it was sent. */
	readonly isImplied: boolean;
}

/**
 * Finds where one request ran, with a progress that can be cancelled, and says it.
 * @param argument a request ID; or `{requestId, sourceRegion, time}` with the time in milliseconds since 1970 or as text; `isSilent`
 * true says nothing and only gives the answer back. Without a request ID the user is asked for one.
 */
export async function whereDidItRun(parts: CompareParts, argument: unknown): Promise<FoundPlace | undefined> {
	const given = readArgument(argument);
	const request = given.requestId === undefined ? await ask(parts) : await complete(parts, given, given.requestId);
	if (!request) return undefined;
	if (given.isSilent) return (await look(parts, request, new AbortController().signal)).place;
	const { place, problems, wasCancelled } = await vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			cancellable: true,
			title: vscode.l10n.t('Looking where request {0} ran', request.requestId),
		},
		async (progress, token) => {
			const controller = new AbortController();
			token.onCancellationRequested(() => controller.abort());
			// It may go on looking for minutes; what is known to stand in the way is said now.
			const looked = await look(parts, request, controller.signal, (problem) =>
				progress.report({ message: traceProblemText(problem) }),
			);
			return { ...looked, wasCancelled: controller.signal.aborted };
		},
	);
	// Not awaited: the caller has the answer before the user has read the message.
	if (place) void tellPlace(request, place);
	else if (!wasCancelled) void tellProblems(request, problems);
	return place && { region: place.region, evidence: place.evidence, isImplied: place.isImplied };
}

async function look(
	parts: CompareParts,
	request: TracedRequest,
	signal: AbortSignal,
	onProblem?: (problem: TraceProblem) => void,
) {
	let place: TracedPlace | undefined;
	const problems = await trace(
		[request],
		{ api: parts.tracing, sleep: quietDelay, ...(onProblem && { onProblem }) },
		(found) => {
			place = found;
		},
		signal,
	);
	return { place, problems };
}

/** Ends early, without an error, when the signal is aborted. */
export async function quietDelay(milliseconds: number, signal: AbortSignal): Promise<void> {
	try {
		await delay(milliseconds, undefined, { signal });
	} catch {
		// Aborted: there is nothing more to wait for.
	}
}

async function tellPlace(request: TracedRequest, place: TracedPlace): Promise<void> {
	const { requestId, sourceRegion } = request;
	const message = place.isImplied
		? vscode.l10n.t('Request {0} ran in {1}, its source region: the record names no other.', requestId, place.region)
		: vscode.l10n.t('Request {0} ran in {1}. It was sent to {2}.', requestId, place.region, sourceRegion);
	const copy = vscode.l10n.t('Copy Region');
	if ((await vscode.window.showInformationMessage(`${message} ${evidenceText(place.evidence)}`, copy)) === copy) {
		await vscode.env.clipboard.writeText(place.region);
	}
}

async function tellProblems(request: TracedRequest, problems: readonly TraceProblem[]): Promise<void> {
	const explain = vscode.l10n.t('How to See It');
	const sentence = vscode.l10n.t('No record of request {0} was found in {1}.', request.requestId, request.sourceRegion);
	const message = [sentence, ...problems.map(traceProblemText)].join(' ');
	if ((await vscode.window.showWarningMessage(message, explain)) === explain)
		await showTracingHelp(request.sourceRegion);
}

export async function showTracingHelp(sourceRegion: string): Promise<void> {
	const content = tracingHelp(sourceRegion);
	await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}

function evidenceText(evidence: Evidence): string {
	switch (evidence) {
		case 'logGroup':
			return vscode.l10n.t('Found in the model invocation log in CloudWatch Logs.');
		case 'bucket':
			return vscode.l10n.t('Found in the model invocation log in Amazon S3.');
		case 'trail':
			return vscode.l10n.t('Found in CloudTrail.');
	}
}

interface Given {
	readonly requestId?: string;
	readonly sourceRegion?: string;
	readonly time?: number;
	readonly isSilent: boolean;
}

function readArgument(argument: unknown): Given {
	if (typeof argument === 'string') return { requestId: usable(argument), isSilent: false };
	if (typeof argument !== 'object' || argument === null) return { isSilent: false };
	const { isSilent, requestId, sourceRegion, time } = argument as Readonly<Record<string, unknown>>;
	return {
		requestId: typeof requestId === 'string' ? usable(requestId) : undefined,
		sourceRegion: typeof sourceRegion === 'string' && isRegionName(sourceRegion) ? sourceRegion : undefined,
		time: timeOf(time),
		isSilent: isSilent === true,
	};
}

function usable(requestId: string): string | undefined {
	const trimmed = requestId.trim();
	return isRequestId(trimmed) ? trimmed : undefined;
}

/** @param value milliseconds since 1970, or a date as text. */
function timeOf(value: unknown): number | undefined {
	const time = typeof value === 'string' ? Date.parse(value) : value;
	return typeof time === 'number' && Number.isFinite(time) && time > 0 ? time : undefined;
}

/** The name goes into a host name. */
function isRegionName(text: string): boolean {
	return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text);
}

const hour = 3_600_000;

async function complete(parts: CompareParts, given: Given, requestId: string): Promise<TracedRequest> {
	const sourceRegion = given.sourceRegion ?? (await parts.sourceRegion());
	const now = Date.now();
	return given.time === undefined
		? { requestId, sourceRegion, at: now - 24 * hour, atLatest: now }
		: { requestId, sourceRegion, at: given.time, atLatest: given.time + hour / 4 };
}

/** A narrow time makes the search fast and cheap in a huge log group. */
async function ask(parts: CompareParts): Promise<TracedRequest | undefined> {
	const entered = await vscode.window.showInputBox({
		title: vscode.l10n.t('Where did it run?'),
		prompt: vscode.l10n.t('Request ID of a call to Amazon Bedrock'),
		placeHolder: '0f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0',
		validateInput: (text) =>
			text.trim() === '' || isRequestId(text.trim())
				? undefined
				: vscode.l10n.t('A request ID has letters, digits and hyphens only, at least eight.'),
	});
	const requestId = entered === undefined ? undefined : usable(entered);
	if (requestId === undefined) return undefined;
	const region = await parts.sourceRegion();
	const sourceRegion = await vscode.window.showInputBox({
		title: vscode.l10n.t('Where did it run?'),
		prompt: vscode.l10n.t('Region that the request was sent to'),
		value: region,
		validateInput: (text) =>
			isRegionName(text.trim()) ? undefined : vscode.l10n.t('Enter a region, such as us-east-1.'),
	});
	if (sourceRegion === undefined) return undefined;
	const periods = [
		{ label: vscode.l10n.t('In the last hour'), hours: 1 },
		{ label: vscode.l10n.t('In the last day'), hours: 24 },
		{ label: vscode.l10n.t('In the last week'), hours: 168 },
	];
	const period = await vscode.window.showQuickPick(periods, {
		title: vscode.l10n.t('When was the request sent?'),
		placeHolder: vscode.l10n.t('A shorter time is searched faster, and costs less in a large log group'),
	});
	if (!period) return undefined;
	const now = Date.now();
	return { requestId, sourceRegion: sourceRegion.trim(), at: now - period.hours * hour, atLatest: now };
}
