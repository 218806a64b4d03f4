/** The ways that Django, Rails, Laravel, Knex, Flyway, Prisma and Alembic name them. */
const numbered =
	/(?:^|\/)(?:migrations?|migrate|alembic)\/(?:versions\/[0-9a-f]{6,}_|(?:[\w-]{1,60}\/){0,3}(?:[0-9]{3,}|V[0-9][\w.]*__))[\w.-]*(?:\/migration\.sql)?$/;

/** A migration of a database: where it has run it is not run again, and several tools refuse one that has changed since. */
export function isMigration(path: string): boolean {
	return numbered.test(path);
}
