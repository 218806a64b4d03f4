import { Router } from '../traffic/router';
import type { World } from '../world';
import { ApplicationProfiles } from './applicationProfiles';

/** What the simulated AWS account holds. */
export class Account {
	readonly applicationProfiles: ApplicationProfiles;
	readonly router: Router;

	constructor(
		/** Twelve digits. */
		readonly id: string,
		seed: number,
		world: World,
	) {
		this.router = new Router(world.quota);
		this.applicationProfiles = new ApplicationProfiles(seed);
	}
}

/** Who sends a request. */
export interface Principal {
	readonly arn: string;
	readonly userId: string;
}
