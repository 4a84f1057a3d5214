// Which schools are counted on a day, from raw rows. Nothing in this folder asks anything of the service.

export type Raw = Record<string, string | null>
export type Rows<Table extends string> = Readonly<Record<Table, Raw[]>>

/** Whole tables, as they lie in the database. */
export const readRows = async <Table extends string>(
  tables: readonly Table[],
  read: (table: Table) => Promise<Raw[]>,
): Promise<Rows<Table>> =>
  Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await read(table)] as const))) as Rows<Table>

export const isOpenOn = (i: Raw, day: string): boolean =>
  (i['opensOn'] ?? '') <= day && day < (i['closesOn'] ?? '9999') && !(i['statusCode'] === '4' && i['opensOn'] === null)

/** The identity under which each root is counted on the day. */
export const countedOn = ({ School, SchoolIdentity }: Rows<'School' | 'SchoolIdentity'>, laCode: string, on: string): Map<string, Raw> => {
  const roots = new Map(School.map((s) => [s['id'], s['rootId'] ?? '']))
  const age = (one: Raw): string => (one['opensOn'] ?? '0000-00-00') + (one['urn'] ?? '')
  const found = new Map<string, Raw>()
  for (const i of SchoolIdentity) {
    const isInForce = i['supersededAt'] === null && (i['validFrom'] ?? '') <= on && on < (i['validTo'] ?? '9999')
    if (!isInForce || i['laCode'] !== laCode || !isOpenOn(i, on)) continue
    const root = roots.get(i['schoolId'] ?? '') ?? ''
    const was = found.get(root)
    if (!was || age(i) > age(was)) found.set(root, i)
  }
  return found
}
