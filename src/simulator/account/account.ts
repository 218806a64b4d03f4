import { Router } from '../traffic/router';
import type { World } from '../world';
import { ApplicationProfiles } from './applicationProfiles';
import { loggingToCloudWatch } from './loggingConfig';
import type { ModelAccessOptions } from './modelAccess';
import { ModelAccess } from './modelAccess';
import { Records } from './records';

export interface AccountOptions {
	readonly seed: number;
	/** Milliseconds until a record can be read. */
	readonly recordDelay: number;
	/** Whether invocations are logged to CloudWatch from the start, in every Region. */
	readonly isLogging?: boolean;
	readonly modelAccess?: ModelAccessOptions;
}

/** What the simulated AWS account holds. */
export class Account {
	readonly applicationProfiles: ApplicationProfiles;
	readonly modelAccess: ModelAccess;
	readonly router: Router;
	readonly records: Records;
	/** Finished Logs Insights queries by ID: answers of GetQueryResults. */
	readonly queries = new Map<string, unknown>();

	constructor(
		/** Twelve digits. */
		readonly id: string,
		world: World,
		{ isLogging = false, modelAccess, recordDelay, seed }: AccountOptions,
	) {
		this.records = new Records(id, recordDelay, isLogging ? loggingToCloudWatch : undefined);
		this.router = new Router(world.quota);
		this.modelAccess = new ModelAccess(modelAccess);
		this.applicationProfiles = new ApplicationProfiles(seed);
	}
}
