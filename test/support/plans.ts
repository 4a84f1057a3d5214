// How SQLite goes about what the service asks: which tables it walks from end to end.
import { db } from './database.ts'
import type { Asked } from './recording.ts'

/**
 * Settings, vocabularies and conferences: as many rows as somebody of the council typed in, some tens a year. What schools, delegates, money and mail
 * bring grows with use.
 */
const small: ReadonlySet<string> = new Set([
  ...['Topic', 'TopicLabel', 'Role', 'Setting', 'BankHoliday', 'TermDate', 'CancellationTerms', 'PriceList', 'PriceRow', 'VatCode'],
  ...[
    'RouteDefault',
    'MoneySetting',
    'RetentionPeriod',
    'RetentionRun',
    'PricesFollowed',
    'NextLook',
    'FailedJob',
    'MissedDue',
    'Wording',
    'ProviderPause',
  ],
  ...['Event', 'Session', 'Series', 'RegisterSignOff', 'ReturnRound', 'Venue', 'NationalAdvice', 'AdviceDecision'],
  // Rows that wait to be told of or followed, and go with it.
  'ClaimToTell',
  'RequestToTell',
  'RoleToTell',
  'StandingToFollow',
  'PersonToCompare',
  'SessionToMark',
])

type Page = { name: string; table: string; rootpage: number; isPartial: number }
let known: Map<number, Page> | undefined

const pages = async (): Promise<Map<number, Page>> => {
  const { results } = await db
    .prepare(
      `SELECT name, tbl_name AS "table", rootpage, type = 'index' AND sql LIKE '% WHERE %' AS isPartial FROM sqlite_schema WHERE rootpage > 0`,
    )
    .all<Page>()
  return new Map(results.map((page) => [page.rootpage, page]))
}

type Step = { opcode: string; p1: number; p2: number; p3: number }

/**
 * Tables that grow and that a statement walks from one end, read from the program that SQLite makes of it: plans name tables by aliases. An index
 * that holds only rows that wait for something may be walked: they are what is asked for.
 */
export const walks = async ({ sql, values }: Asked): Promise<string[]> => {
  known ??= await pages()
  const program = await db
    .prepare(`EXPLAIN ${sql}`)
    .bind(...values)
    .all<Step>()
  const opened = new Map<number, Page>()
  for (const { opcode, p1, p2, p3 } of program.results) {
    const page = /^(OpenRead|ReopenIdx)$/.test(opcode) && p3 === 0 ? known.get(p2) : undefined
    if (page) opened.set(p1, page)
  }
  // What begins at an end of an index and leaves off at a value reads what is before it, as it must.
  const ended = new Set(program.results.flatMap(({ opcode, p1 }) => (/^Idx(GT|GE|LT|LE)$/.test(opcode) ? [p1] : [])))
  const walked = program.results.flatMap(({ opcode, p1 }) =>
    /^(Rewind|Last)$/.test(opcode) && !ended.has(p1) ? (opened.get(p1) ?? []) : [],
  )
  return [
    ...new Set(
      walked
        .filter(({ table, isPartial }) => !isPartial && !small.has(table))
        .map(({ table, name }) => (name === table ? table : `${table} by ${name}`)),
    ),
  ]
}
