import { Router } from '../traffic/router';
import type { World } from '../world';
import { ApplicationProfiles } from './applicationProfiles';
import { ModelAccess } from './modelAccess';
import { Records } from './records';

/** What the simulated AWS account holds. */
export class Account {
	readonly applicationProfiles: ApplicationProfiles;
	readonly router: Router;
	readonly records: Records;
	/** Finished Logs Insights queries by ID: answers of GetQueryResults. */
	readonly queries = new Map<string, unknown>();

	constructor(
		/** Twelve digits. */
		readonly id: string,
		seed: number,
		world: World,
		/** Milliseconds until a record can be read. */
		recordDelay: number,
		readonly modelAccess = new ModelAccess(),
	) {
		this.records = new Records(id, recordDelay);
		this.router = new Router(world.quota);
		this.applicationProfiles = new ApplicationProfiles(seed);
	}
}
