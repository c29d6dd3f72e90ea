/** What a record has under a name that somebody gave: nothing of what every object has, such as `constructor`. */
export const lookup = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
