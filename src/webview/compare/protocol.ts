import { amount, flag, list, oneOf, optional, record, type Shape, text, variants } from '../../bedrock/shapes';
import {
	comparisonLimits,
	type ComparisonSettings,
	type ComparisonTarget,
	type Run,
} from '../../compare/core/comparison';
import type { Estimate } from '../../compare/core/estimate';
import type { QuotaUse } from '../../compare/core/quotaUse';
import type { RoutingSummary } from '../../compare/core/routing';
import { runShape } from '../../compare/core/savedShape';
import { type CompareStrings, compareStringKeys } from './strings';

export type { CompareStrings } from './strings';

export type Tab = 'compare' | 'routing' | 'quotas';
export type ImageFormat = 'png' | 'svg';
export type TextFormat = 'csv' | 'json' | 'markdown';
export type ScriptLanguage = 'python' | 'typescript';

/** One row of the form. */
export interface TargetRow extends ComparisonTarget {
	/** Where the target can be called from. */
	readonly sourceRegions: readonly string[];
}

export interface FormView extends Omit<ComparisonSettings, 'seed'> {
	readonly targets: readonly TargetRow[];
}

/** What the form, as it stands, would take; and why it cannot be started. */
export interface Outlook {
	readonly estimate: Estimate;
	/** Whole sentences; empty: it can be started. */
	readonly problems: readonly string[];
}

/** A comparison that was kept. */
export interface SavedView {
	readonly comparisonId: string;
	/** Targets and date, in the user's language. */
	readonly title: string;
}

/** What is on the screen below the form. */
export interface ResultView {
	readonly comparisonId: string;
	readonly title: string;
	readonly isSimulated: boolean;
	readonly isRunning: boolean;
	/** In the user's language, how it ended; empty while it runs. */
	readonly endText: string;
	/** Runs that the plan has. */
	readonly planned: number;
	/** With those of a comparison laid beside it, if any. */
	readonly targets: readonly ComparisonTarget[];
	readonly runs: readonly Run[];
	/** Sentences on the differences between the targets. */
	readonly verdicts: readonly string[];
	/** The comparison laid beside it. */
	readonly otherId?: string;
}

/** A sentence with something that can be done about it. */
export interface NoticeView {
	readonly kind: 'info' | 'warning';
	readonly text: string;
	/** Opens the explanation how to turn logging on, or which permission is missing. */
	readonly canExplain: boolean;
}

export interface RoutingView {
	readonly sourceRegion: string;
	readonly modelId: string;
	readonly hours: number;
	readonly isReading: boolean;
	readonly summary?: RoutingSummary;
	/** There were more records than could be read. */
	readonly isCut: boolean;
	readonly notice?: NoticeView;
}

/** The quotas of one target, beside what the comparison used. */
export interface QuotaView {
	readonly targetName: string;
	readonly sourceRegion: string;
	readonly quotas: readonly QuotaUse[];
	readonly notice?: NoticeView;
}

/** What the page leaves with VS Code, which gives it to the host after a reload of the window. */
export interface PageMemory {
	readonly form: FormView;
	/** What was on the screen below the form. */
	readonly comparisonId?: string;
}

/** Host → page. Everything; answers `ready`. */
export interface State {
	readonly type: 'state';
	/** BCP 47, for number formats. */
	readonly language: string;
	readonly strings: CompareStrings;
	readonly tab: Tab;
	readonly form: FormView;
	readonly saved: readonly SavedView[];
	readonly regions: readonly string[];
	/** One of them: where requests go now. */
	readonly sourceRegion: string;
}
/** Host → page. The host changed the form: a target was picked. */
interface FormChanged {
	readonly type: 'formChanged';
	readonly form: FormView;
}
/** Host → page. Follows each change of the form. */
interface OutlookChanged {
	readonly type: 'outlook';
	readonly estimate: Estimate;
	readonly problems: readonly string[];
}
/** Host → page. Another result, or none. */
interface ResultChanged {
	readonly type: 'result';
	readonly result?: ResultView;
}
/** Host → page. Runs that ended, or of which more is known: each replaces the one with its index and target. */
export interface RunsChanged {
	readonly type: 'runs';
	readonly comparisonId: string;
	readonly runs: readonly Run[];
}
/** Host → page. What is going on: throttling, waiting for records; empty for nothing. */
interface Progress {
	readonly type: 'progress';
	readonly text: string;
}
interface Notice extends NoticeView {
	readonly type: 'notice';
}
interface SavedChanged {
	readonly type: 'saved';
	readonly saved: readonly SavedView[];
}
interface RoutingChanged extends RoutingView {
	readonly type: 'routing';
}
interface QuotasChanged {
	readonly type: 'quotas';
	readonly isReading: boolean;
	readonly targets: readonly QuotaView[];
}
interface TabChanged {
	readonly type: 'tab';
	readonly tab: Tab;
}
export type ToPage =
	| State
	| FormChanged
	| OutlookChanged
	| ResultChanged
	| RunsChanged
	| Progress
	| Notice
	| SavedChanged
	| RoutingChanged
	| QuotasChanged
	| TabChanged;

/**
 * Page → host, without more to say: the page can take messages; pick targets; begin; end; look again where the runs ran; open
 * an exported file; show what is needed for logs; read the quotas.
 */
interface Plain {
	readonly type:
		'ready' | 'addTargets' | 'start' | 'stop' | 'traceAgain' | 'openFile' | 'explainTracing' | 'readQuotas';
}
/** Page → host. The user changed the form. */
interface ChangeForm extends ComparisonSettingsOfForm {
	readonly type: 'changeForm';
	/** In the order of the rows; rows that are not named are gone. */
	readonly targets: readonly { readonly targetId: string; readonly sourceRegion: string }[];
}
type ComparisonSettingsOfForm = Omit<ComparisonSettings, 'seed'>;
/** Page → host. A kept comparison is to be shown, laid beside the one that is shown, or forgotten. */
interface UseSaved {
	readonly type: 'openSaved' | 'layBeside' | 'removeSaved';
	/** Empty for `layBeside`: nothing beside it any more. */
	readonly comparisonId: string;
}
interface ExportText {
	readonly type: 'exportText';
	readonly format: TextFormat;
}
/** Page → host. A picture of the plot; `data` is the SVG itself, or a PNG in base64. */
interface SaveImage {
	readonly type: 'saveImage';
	readonly format: ImageFormat;
	readonly data: string;
}
interface CopyScript {
	readonly type: 'copyScript';
	readonly language: ScriptLanguage;
}
interface CopyText {
	readonly type: 'copyText';
	readonly text: string;
}
interface ReadRouting {
	readonly type: 'readRouting';
	readonly sourceRegion: string;
	/** Empty: all models. */
	readonly modelId: string;
	readonly hours: number;
}
interface OpenQuota {
	readonly type: 'openQuota';
	readonly sourceRegion: string;
	readonly code: string;
}
export type FromPage =
	Plain | ChangeForm | UseSaved | ExportText | SaveImage | CopyScript | CopyText | ReadRouting | OpenQuota;

const id = text(200);
const anyText = text(Number.MAX_SAFE_INTEGER);
const region = text(40);
const count: Shape<number> = (value) => (Number.isInteger(value) ? amount(value) : undefined);

const targetFields = {
	targetId: id,
	name: anyText,
	modelId: anyText,
	sourceRegion: region,
	regionSet: optional(anyText),
	foundationModelId: optional(anyText),
	destinationRegions: optional(list(region, 200)),
	streaming: optional(flag),
} as const;
const target = record<ComparisonTarget>(targetFields);
const settingFields = {
	prompt: text(comparisonLimits.promptCharacters),
	runs: count,
	concurrency: count,
	warmUp: count,
	maxTokens: count,
} as const;
const form = record<FormView>({
	...settingFields,
	targets: list(record<TargetRow>({ ...targetFields, sourceRegions: list(region, 200) }), comparisonLimits.targets),
});
const pageMemory = record<PageMemory>({ form, comparisonId: optional(id) });
const estimate = record<Estimate>({
	requests: amount,
	inputTokens: amount,
	outputTokens: amount,
	dollars: amount,
	withoutPrice: list(id, 100),
});
const saved = list(record<SavedView>({ comparisonId: id, title: anyText }), 1_000);
const runs = list(runShape, comparisonLimits.requests * 4);
const notice = record<NoticeView>({ kind: oneOf('info', 'warning'), text: anyText, canExplain: flag });
const strings: Shape<CompareStrings> = record<CompareStrings>(
	Object.fromEntries(compareStringKeys.map((key) => [key, anyText])) as Record<keyof CompareStrings, Shape<string>>,
);
const tab = oneOf<Tab>('compare', 'routing', 'quotas');
const summary = record<RoutingSummary>({
	from: amount,
	until: amount,
	slotLength: amount,
	regions: list(
		record<RoutingSummary['regions'][number]>({
			region: anyText,
			requests: amount,
			share: amount,
			inputTokens: amount,
			outputTokens: amount,
			medianLatency: optional(amount),
			p90Latency: optional(amount),
		}),
		1_000,
	),
	slots: list(
		record<RoutingSummary['slots'][number]>({ from: amount, requests: list(amount, 1_000), throttles: amount }),
		1_000,
	),
	routes: list(
		record<RoutingSummary['routes'][number]>({ sourceRegion: anyText, region: anyText, requests: amount }),
		10_000,
	),
	requests: amount,
	throttles: amount,
	failures: amount,
});
const quotaUse = record<QuotaUse>({
	code: anyText,
	kind: oneOf('onDemand', 'crossRegion', 'global'),
	measure: oneOf('requests', 'tokens'),
	limit: amount,
	used: amount,
	adjustable: flag,
});

const toPage = variants<ToPage>('type', {
	state: record<State>({
		type: oneOf('state'),
		language: text(100),
		strings,
		tab,
		form,
		saved,
		regions: list(region, 200),
		sourceRegion: region,
	}),
	formChanged: record<FormChanged>({ type: oneOf('formChanged'), form }),
	outlook: record<OutlookChanged>({ type: oneOf('outlook'), estimate, problems: list(anyText, 100) }),
	result: record<ResultChanged>({
		type: oneOf('result'),
		result: optional(
			record<ResultView>({
				comparisonId: id,
				title: anyText,
				isSimulated: flag,
				isRunning: flag,
				endText: anyText,
				planned: amount,
				targets: list(target, 100),
				runs,
				verdicts: list(anyText, 100),
				otherId: optional(id),
			}),
		),
	}),
	runs: record<RunsChanged>({ type: oneOf('runs'), comparisonId: id, runs }),
	progress: record<Progress>({ type: oneOf('progress'), text: anyText }),
	notice: record<Notice>({ type: oneOf('notice'), kind: oneOf('info', 'warning'), text: anyText, canExplain: flag }),
	saved: record<SavedChanged>({ type: oneOf('saved'), saved }),
	routing: record<RoutingChanged>({
		type: oneOf('routing'),
		sourceRegion: region,
		modelId: anyText,
		hours: amount,
		isReading: flag,
		summary: optional(summary),
		isCut: flag,
		notice: optional(notice),
	}),
	quotas: record<QuotasChanged>({
		type: oneOf('quotas'),
		isReading: flag,
		targets: list(
			record<QuotaView>({
				targetName: anyText,
				sourceRegion: region,
				quotas: list(quotaUse, 1_000),
				notice: optional(notice),
			}),
			100,
		),
	}),
	tab: record<TabChanged>({ type: oneOf('tab'), tab }),
});

const plainTypes = [
	'ready',
	'addTargets',
	'start',
	'stop',
	'traceAgain',
	'openFile',
	'explainTracing',
	'readQuotas',
] as const;
const plain = record<Plain>({ type: oneOf(...plainTypes) });
const useSaved = record<UseSaved>({ type: oneOf('openSaved', 'layBeside', 'removeSaved'), comparisonId: id });
const fromPage = variants<FromPage>('type', {
	...Object.fromEntries(plainTypes.map((type) => [type, plain])),
	changeForm: record<ChangeForm>({
		type: oneOf('changeForm'),
		...settingFields,
		targets: list(
			record<ChangeForm['targets'][number]>({ targetId: id, sourceRegion: region }),
			comparisonLimits.targets,
		),
	}),
	openSaved: useSaved,
	layBeside: useSaved,
	removeSaved: useSaved,
	exportText: record<ExportText>({ type: oneOf('exportText'), format: oneOf('csv', 'json', 'markdown') }),
	saveImage: record<SaveImage>({ type: oneOf('saveImage'), format: oneOf('png', 'svg'), data: text(40_000_000) }),
	copyScript: record<CopyScript>({ type: oneOf('copyScript'), language: oneOf('python', 'typescript') }),
	copyText: record<CopyText>({ type: oneOf('copyText'), text: text(10_000) }),
	readRouting: record<ReadRouting>({
		type: oneOf('readRouting'),
		sourceRegion: region,
		modelId: text(2_048),
		hours: amount,
	}),
	openQuota: record<OpenQuota>({ type: oneOf('openQuota'), sourceRegion: region, code: text(40) }),
});

/** @returns `undefined` for anything that the host does not say. */
export function parseToPage(value: unknown): ToPage | undefined {
	return toPage(value)?.value;
}

/** @returns `undefined` for anything that the page does not say; such a message is to be ignored. */
export function parseFromPage(value: unknown): FromPage | undefined {
	return fromPage(value)?.value;
}

/** @returns `undefined` for anything that the page does not leave. */
export function parsePageMemory(value: unknown): PageMemory | undefined {
	return pageMemory(value)?.value;
}
