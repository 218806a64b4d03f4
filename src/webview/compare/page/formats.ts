/** Numbers as the user's language writes them. */
export interface Formats {
	readonly count: (value: number) => string;
	/** @param value milliseconds */
	readonly duration: (value: number) => string;
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
	const unit = (name: string, digits: number) =>
		new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: digits });
	const milliseconds = unit('millisecond', 0);
	const seconds = unit('second', 2);
	const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
	const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
	const times = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
	return {
		count: (value) => counts.format(value),
		duration: (value) => (Math.abs(value) < 1_000 ? milliseconds.format(value) : seconds.format(value / 1_000)),
		percent: (value) => percents.format(value),
		dollars: (value) => money.format(value),
		time: (value) => times.format(value),
		rate: (value) => rates.format(value),
	};
}
