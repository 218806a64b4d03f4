import type { QuotaRule } from '../traffic/quotaRules';
import { byRules } from '../traffic/quotaRules';
import { Router } from '../traffic/router';
import type { World } from '../world';
import { ApplicationProfiles } from './applicationProfiles';
import { loggingToCloudWatch } from './loggingConfig';
import type { ModelAccessOptions } from './modelAccess';
import { ModelAccess } from './modelAccess';
import { PromptCache } from './promptCache';
import { Records } from './records';

export interface AccountOptions {
	readonly seed: number;
	/** Milliseconds until a record can be read. */
	readonly recordDelay: number;
	/** Whether invocations are logged to CloudWatch from the start, in every Region. */
	readonly isLogging?: boolean;
	readonly modelAccess?: ModelAccessOptions;
	readonly quotaRules?: readonly QuotaRule[];
	readonly capacityRules?: readonly QuotaRule[];
}

/** What the simulated AWS account holds. */
export class Account {
	readonly applicationProfiles: ApplicationProfiles;
	readonly modelAccess: ModelAccess;
	readonly router: Router;
	readonly records: Records;
	readonly promptCache = new PromptCache();
	/** Finished Logs Insights queries by ID: answers of GetQueryResults. */
	readonly queries = new Map<string, unknown>();

	constructor(
		/** Twelve digits. */
		readonly id: string,
		world: World,
		{ capacityRules = [], isLogging = false, modelAccess, quotaRules = [], recordDelay, seed }: AccountOptions,
	) {
		this.records = new Records(id, recordDelay, isLogging ? loggingToCloudWatch : undefined);
		const quota = byRules(quotaRules, world.quota);
		this.router = new Router(quota, byRules(capacityRules, quota));
		this.modelAccess = new ModelAccess(modelAccess);
		this.applicationProfiles = new ApplicationProfiles(seed);
	}
}
