import { randomFrom } from '../answers/random';

/** What an account copied from a model or from a system-defined profile, to tell its costs apart. */
export interface ApplicationProfile {
	/** Twelve letters and digits. */
	readonly id: string;
	readonly region: string;
	readonly name: string;
	readonly description?: string;
	readonly modelId: string;
	/** Where inference may run; `everywhere` for a copy of a global profile. */
	readonly destinations: readonly string[] | 'everywhere';
	/** False for a copy of a model: it stays in its Region. */
	readonly isRouted: boolean;
	readonly createdAt: Date;
	readonly tags: Map<string, string>;
}

/** The application profiles of the account, Region by Region. They last as long as the simulator. */
export class ApplicationProfiles {
	private readonly profiles = new Map<string, ApplicationProfile>();
	private created = 0;
	private readonly byToken = new Map<string, { readonly id: string; readonly request: string }>();
	/** AWS's default for "Inference profiles per account". */
	readonly limit = 1_000;

	constructor(private readonly seed: number) {}

	in(region: string): readonly ApplicationProfile[] {
		return [...this.profiles.values()].filter((profile) => profile.region === region);
	}

	find(region: string, id: string): ApplicationProfile | undefined {
		const profile = this.profiles.get(id);
		return profile?.region === region ? profile : undefined;
	}

	add(profile: Omit<ApplicationProfile, 'id'>): ApplicationProfile {
		let count = this.created++;
		let id = makeId(this.seed, count);
		while (this.profiles.has(id)) id = makeId(this.seed, ++count);
		const added = { ...profile, id };
		this.profiles.set(id, added);
		return added;
	}

	remove(profile: ApplicationProfile): void {
		this.profiles.delete(profile.id);
	}

	/** What an earlier request with the same client token made: the same again, or something else. */
	remembered(region: string, token: string): { readonly id: string; readonly request: string } | undefined {
		return this.byToken.get(`${region}/${token}`);
	}

	remember(region: string, token: string, id: string, request: string): void {
		this.byToken.set(`${region}/${token}`, { id, request });
	}
}

function makeId(seed: number, count: number): string {
	const random = randomFrom('application profile', seed, count);
	return Array.from({ length: 12 }, () => letters.charAt(Math.floor(random() * letters.length))).join('');
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
