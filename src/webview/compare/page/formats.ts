/** Numbers as the user's language writes them. */
export interface Formats {
	readonly count: (value: number) => string;
	/**
	 * With as many digits for one as for another, so that columns line up.
	 * @param value milliseconds
	 */
	readonly duration: (value: number) => string;
	/**
	 * As short as it goes, for an axis.
	 * @param value milliseconds
	 */
	readonly tick: (value: number) => string;
	/** @param value from 0 to 1 */
	readonly percent: (value: number) => string;
	readonly dollars: (value: number) => string;
	/** @param value milliseconds since 1970 */
	readonly time: (value: number) => string;
	readonly rate: (value: number) => string;
}

/** @param language BCP 47; one that the browser does not know gives its own default. */
export function makeFormats(language: string): Formats {
	const locale = Intl.NumberFormat.supportedLocalesOf([language])[0];
	const counts = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
	const rates = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
	const unit = (name: string, fewestDigits: number, mostDigits: number) =>
		new Intl.NumberFormat(locale, {
			style: 'unit',
			unit: name,
			unitDisplay: 'short',
			minimumFractionDigits: fewestDigits,
			maximumFractionDigits: mostDigits,
		});
	const milliseconds = unit('millisecond', 0, 0);
	const seconds = unit('second', 2, 2);
	const roundSeconds = unit('second', 0, 2);
	const inMillisecondsOr = (larger: Intl.NumberFormat) => (value: number) =>
		Math.abs(value) < 1_000 ? milliseconds.format(value) : larger.format(value / 1_000);
	const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
	const times = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
	return {
		count: (value) => counts.format(value),
		duration: inMillisecondsOr(seconds),
		tick: inMillisecondsOr(roundSeconds),
		percent: (value) => percents.format(value),
		dollars: (value) => money.format(value),
		time: (value) => times.format(value),
		rate: (value) => rates.format(value),
	};
}
