// docs/refusals.md, what the database refuses, from triggers, the scenarios of their tests, and verbs. Run by `npm run generate`, which writes it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { neverMet, scenarios, watchedFromSeveral } from '#test/domain/base/db/refusals/every.ts'
import { migrations } from './schema.ts'

type Migration = { file: string; sql: string }
type Rule = { trigger: string; word: string; rule: string }
type Raised = { word: string; table: string; trigger: string; comment: string; event: string }

const head = `# What the database refuses

Written by \`npm run generate\` from the triggers of prisma/migrations, the scenarios of test/domain/base/db/refusals and the verbs: change those instead.

A trigger raises a word, \`atomically\` compares it whole, and the verb that wrote turns it into a reason, which a page says as a sentence. A word that no
verb turns is raised by a fault of the program alone, and is answered as one: either it says why nobody meets it, or it keeps rows, which verbs change only
while they are as they were read.
[How to add one](changing.md). \`test/domain/base/db/refusals.test.ts\` raises each.
`

/** What a trigger says of rows that are there already, where nothing else says it. */
const sayKept = (event: string): string =>
  event === 'DELETE' ? 'a row is not deleted' : 'a row stays as it was, but for what the trigger allows'

const raisedIn = (sql: string): Raised[] =>
  [
    ...sql.matchAll(/((?:^--.*\n)*)^CREATE TRIGGER (\w+) (?:BEFORE|AFTER|INSTEAD OF) (INSERT|UPDATE|DELETE)[^;]*? ON (\w+)[\s\S]*?END;$/gm),
  ].flatMap(([whole, comment = '', trigger = '', event = '', table = '']) =>
    [...new Set([...whole.matchAll(/RAISE\(ABORT, '(\w+)'\)/g)].map(([, word = '']) => word))].map((word) => ({
      ...{ word, table, trigger, event },
      comment: comment.replaceAll(/^-- ?/gm, '').replaceAll('\n', ' ').trim(),
    })),
  )

/**
 * The files of verbs that turn a word into a reason: as a key, as a constant that is a key, or by
 * an exported table of reasons (`movedPrices`).
 */
const verbsIn = (src: string): ((word: string) => string[]) => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(commands|db|dev)\/|generated\//.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }))
  const verbs = files.filter(({ text }) => /db\/atomically\.ts|\binstead: /.test(text))
  const constants = files.flatMap(({ text }) => [...text.matchAll(/^export const (\w+) = '(\w+)'$/gm)])
  const records = files.flatMap(({ text }) => [...text.matchAll(/^export const (\w+) = (?:<.*=> \()?\{$[\s\S]*?^\}/gm)])
  return (word) => {
    const names = constants.flatMap(([, name, held]) => (held === word ? [`\\[${name}\\]`] : []))
    const key = new RegExp(`(?:^|[{,]) *(?:${[word, ...names].join('|')}): `, 'm')
    const shared = records.filter(([record]) => key.test(record)).map(([, name = '']) => name)
    const uses = new RegExp(`(?:\\.\\.\\.|[(, ])(?:${shared.join('|')})\\b`)
    return verbs.filter(({ text }) => key.test(text) || (shared.length > 0 && uses.test(text))).map(({ file }) => file)
  }
}

/**
 * @param rules what each trigger refuses, as its test says it; `ofSeveral`: words of many tables
 * @param verbsOf files that answer a word; `neverMet`: words that no verb answers, and why
 * @param byAll words that `atomically` reads as a broken guard, for every verb
 */
const refusalsPage = (
  migrations: readonly Migration[],
  rules: readonly Rule[],
  ofSeveral: Readonly<Record<string, string>>,
  verbsOf: (word: string) => readonly string[],
  neverMet: Readonly<Record<string, string>>,
  byAll: readonly string[] = ['person_is_erased', 'account_is_erased'],
): string => {
  const line = ({ word, raised }: { word: string; raised: Raised[] }): string => {
    const said = raised.flatMap(({ trigger, comment, event }) => {
      const own = rules.filter((rule) => rule.trigger === trigger && rule.word === word).map(({ rule }) => rule)
      return own.length > 0 ? own : [comment || sayKept(event)]
    })
    const verbs = byAll.includes(word) ? ['every verb, as what no longer holds'] : verbsOf(word).map((file) => `\`${file}\``)
    const when = [...new Set(said)].map((one) => one.replace(/\.$/, '').replaceAll('|', '\\|')).join('; ')
    return `| \`${word}\` | ${when} | ${raised.map(({ trigger }) => `\`${trigger}\``).join(', ')} | ${verbs.join(', ') || ['none', neverMet[word]].filter(Boolean).join(': ')} |`
  }
  const sections = migrations.flatMap(({ file, sql }) => {
    const raised = raisedIn(sql)
    const tables = [...new Set(raised.map(({ table }) => table))]
    const parts = tables.map((table) => {
      const here = raised.filter((one) => one.table === table)
      const words = [...new Set(here.map(({ word }) => word))]
      const lines = words.map((word) => line({ word, raised: here.filter((one) => one.word === word) }))
      return `### ${table}\n\n| word | what holds | triggers | turned into a sentence by |\n| --- | --- | --- | --- |\n${lines.join('\n')}\n`
    })
    const name = file.replace(/^\d+_|\.sql$/g, '').replaceAll('_', ' ')
    return parts.length > 0 ? [`## ${name.charAt(0).toUpperCase()}${name.slice(1)}\n`, ...parts] : []
  })
  const shared = Object.entries(ofSeveral).map(([word, rule]) => `| \`${word}\` | ${rule} |`)
  const several = `## Rules that are watched from several tables\n\n| word | what holds |\n| --- | --- |\n${shared.join('\n')}\n`
  return [head, several, ...sections].join('\n')
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The files of verbs that turn a word into a reason. */
export const verbsOf = verbsIn(join(root, 'src'))

export const pagePath = join(root, 'docs/refusals.md')
export const pageNow = (): string => refusalsPage(migrations, scenarios, watchedFromSeveral, verbsOf, neverMet)

if (import.meta.main) writeFileSync(pagePath, pageNow())
