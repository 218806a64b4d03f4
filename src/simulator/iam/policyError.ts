/** What is wrong with a policy, and where: names and indexes from the outside in. */
export class PolicyError extends Error {
	constructor(
		readonly path: readonly (string | number)[],
		/** Without the place: `must be Allow or Deny`. */
		readonly complaint: string,
	) {
		super(`${path.length === 0 ? 'The policy' : path.join('.')} ${complaint}.`);
	}
}
