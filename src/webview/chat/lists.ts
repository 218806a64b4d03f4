import { amount, flag, list, optional, record, text } from '../../bedrock/shapes';

/** Profiles to choose from, as the sidebar groups them. */
export interface TargetGroup {
	readonly name: string;
	readonly targets: readonly TargetChoice[];
}
export interface TargetChoice {
	/** What a request names: a profile ID, an application profile's ARN, a model ID. */
	readonly profileId: string;
	readonly name: string;
	/** What is to be known before choosing it: its end of life, say. */
	readonly note?: string;
}

/** A conversation that is kept. */
export interface HistoryEntry {
	readonly sessionId: string;
	/** The beginning of its first question. */
	readonly title: string;
	readonly targetName: string;
	/** Milliseconds since the epoch. */
	readonly changedAt: number;
	readonly isCurrent: boolean;
}

const line = text(4_000);
export const targetGroups = list(
	record<TargetGroup>({
		name: line,
		targets: list(record<TargetChoice>({ profileId: line, name: line, note: optional(line) }), 10_000),
	}),
	1_000,
);
export const historyEntries = list(
	record<HistoryEntry>({ sessionId: text(200), title: line, targetName: line, changedAt: amount, isCurrent: flag }),
	1_000,
);
