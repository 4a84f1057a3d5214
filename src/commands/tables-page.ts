// docs/tables.md: what each table holds, as the comment above it in its migration says.
// `generate.ts` writes it.

const head = `# The tables

Written by \`npm run generate\` from the comments of \`prisma/migrations\`: change those instead. Columns, and what they are allowed, stand there;
what triggers refuse is in [refusals](refusals.md), and why it is so in [decisions](decisions/README.md).
`

/**
 * The tables and views that a migration makes, in order.
 * @returns each with the comment directly above it, '' where there is none
 */
export const tablesOf = (sql: string): { table: string; isView: boolean; comment: string }[] =>
  [...sql.matchAll(/((?:^--.*\n)*)^CREATE (TABLE|VIEW) (\w+)/gm)].map(([, comment = '', kind, table = '']) => ({
    table,
    isView: kind === 'VIEW',
    comment: textOf(comment),
  }))

const textOf = (comment: string): string =>
  comment
    .replaceAll(/^-- ?.*-{5,}$/gm, '')
    .replaceAll(/^-- ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()

/** @param migrations the migrations, in order */
export const tablesPage = (migrations: readonly { file: string; sql: string }[]): string => {
  const sections = migrations.flatMap(({ file, sql }) => {
    const tables = tablesOf(sql).filter(({ isView, comment }) => !isView || comment !== '')
    const lines = tables.map(({ table, isView, comment }) => `- **${table}${isView ? ' (view)' : ''}.** ${comment}`)
    const about = textOf(/^(?:--.*\n)+/.exec(sql)?.[0] ?? '')
    const name = file.replace(/^\d+_|\.sql$/g, '').replaceAll('_', ' ')
    return lines.length > 0 ? [`## ${name.charAt(0).toUpperCase()}${name.slice(1)}\n\n${about}\n\n${lines.join('\n')}\n`] : []
  })
  return [head, ...sections].join('\n')
}
