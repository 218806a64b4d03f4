import { ApplicationProfiles } from './applicationProfiles';

/** What the simulated AWS account holds. */
export class Account {
	readonly applicationProfiles: ApplicationProfiles;

	constructor(
		/** Twelve digits. */
		readonly id: string,
		seed: number,
	) {
		this.applicationProfiles = new ApplicationProfiles(seed);
	}
}

/** Who sends a request. */
export interface Principal {
	readonly arn: string;
	readonly userId: string;
}
