// A recount of uptake by hand: it reads whole tables as they are stored, and counts in loops. It shares no statement and no rule with the service, so that
// a mistake in one is not in the other.
import { db } from '#test/support/factories.ts'

type Row = Record<string, string | number | null>
const table = async (name: string): Promise<Row[]> => (await db.prepare(`SELECT * FROM ${name}`).all<Row>()).results
const dayOf = (at: unknown): string => new Date(String(at)).toLocaleDateString('sv-SE', { timeZone: 'Europe/London' })

export const recount = async (documentId: string, today: string, area: string) => {
  const [schools, identities, versions, issues, receipts, answers, checks, pages, audience, advice] = await Promise.all(
    [
      'School',
      'SchoolIdentity',
      'GuidanceVersion',
      'GuidanceIssue',
      'GuidanceReceipt',
      'GuidanceAnswer',
      'GuidanceAnswerCheck',
      'GuidancePublished',
      'GuidanceAudience',
      'NationalAdvice',
    ].map(table),
  )
  const rootOf = new Map(schools?.map((one) => [one['id'], one['rootId']]))
  const isFor = (dimension: string, value: unknown): boolean =>
    audience?.some((one) => one['documentId'] === documentId && one['dimension'] === dimension && one['value'] === value) ?? false
  const own = versions?.filter((one) => one['documentId'] === documentId && one['issuedAt'] !== null) ?? []
  const current = Math.max(...own.map((one) => Number(one['number'])))
  let oldest = current
  while (oldest > 1 && own.find((one) => one['number'] === oldest)?.['askAgain'] === 0) oldest -= 1
  const numberOf = new Map(own.map((one) => [one['id'], Number(one['number'])]))
  const counts: Record<string, number> = {}
  const add = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1
  }
  /** Of schools that were there when it was issued, and of those that opened later. */
  const days = [0, 1].map(() => ({ national_issued: [] as number[], issued_acknowledged: [] as number[], issued_adopted: [] as number[] }))
  const gap = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000
  for (const root of new Set(rootOf.values())) {
    const open = (identities ?? []).filter(
      (one) =>
        rootOf.get(one['schoolId'] ?? '') === root &&
        one['supersededAt'] === null &&
        one['laCode'] === area &&
        !(one['opensOn'] !== null && String(one['opensOn']) > today) &&
        !(one['closesOn'] !== null && String(one['closesOn']) <= today) &&
        !(one['validTo'] !== null && String(one['validTo']) <= today),
    )
    if (!open.some((one) => isFor('sector', one['sector']) && isFor('kind', one['kind']))) continue
    add('asked')
    const issue = (issues ?? []).filter((one) => rootOf.get(one['schoolId'] ?? '') === root && numberOf.has(one['versionId'] ?? ''))
    const now = issue.find((one) => numberOf.get(one['versionId'] ?? '') === current)
    if (now) add('had')
    const confirmed = (receipts ?? [])
      .filter((one) => one['issueId'] === now?.['id'] && one['what'] === 'acknowledged')
      .map((one) => String(one['day']))
      .toSorted()[0]
    if (now && confirmed) add('acknowledged_by')
    const isLater = now?.['why'] === 'opened_later'
    if (isLater) add('opened_later')
    const ofIts = days[isLater ? 1 : 0]
    if (now && confirmed) ofIts?.issued_acknowledged.push(gap(dayOf(now['issuedAt']), confirmed))
    const began =
      open
        .map((one) => String(one['opensOn'] ?? ''))
        .toSorted()
        .at(-1) ?? ''
    const wasAnother = (identities ?? []).some(
      (one) =>
        rootOf.get(one['schoolId'] ?? '') === root &&
        one['supersededAt'] === null &&
        one['closesOn'] !== null &&
        String(one['closesOn']) <= began &&
        one['urn'] !== open[0]?.['urn'],
    )
    let stands: Row | undefined
    for (const version of Array.from({ length: current - oldest + 1 }, (_, n) => oldest + n)) {
      const here = (answers ?? [])
        .filter((one) => issue.some((of) => of['id'] === one['issueId'] && numberOf.get(of['versionId'] ?? '') === version))
        .filter((one) => !wasAnother || String(one['decidedOn'] ?? dayOf(one['answeredAt'])) >= began)
        .toSorted((a, b) => (String(a['answeredAt']) < String(b['answeredAt']) ? -1 : 1))
      stands = here.at(-1) ?? stands
    }
    if (stands) {
      add('answered')
      add(`is_${stands['answer']}`)
      const level = (checks ?? [])
        .filter((one) => one['answerId'] === stands['id'])
        .toSorted((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
      add(String(level.at(-1)?.['level'] ?? 'stated'))
    } else add('no_answer')
    if (stands && ['as_is', 'with_changes'].includes(String(stands['answer']))) {
      add('adopted')
      const given = issue.find((of) => of['id'] === stands['issueId'])
      const early = String(stands['decidedOn']) < dayOf(given?.['issuedAt'])
      if (early) add('early')
      else if (now && stands['versionId'] === now['versionId'])
        ofIts?.issued_adopted.push(gap(dayOf(now['issuedAt']), String(stands['decidedOn'])))
    }
    const from = own.find((one) => one['number'] === current)?.['adviceId']
    const national = advice?.find((one) => one['id'] === from)?.['publishedOn']
    // No days run from before a school was there.
    if (now && national && !isLater) ofIts?.national_issued.push(gap(String(national), dayOf(now['issuedAt'])))
    const looked = (pages ?? [])
      .filter((one) => issue.some((of) => of['id'] === one['issueId'] && (numberOf.get(of['versionId'] ?? '') ?? 0) >= oldest))
      .toSorted((a, b) => (String(a['checkedAt']) < String(b['checkedAt']) ? -1 : 1))
      .at(-1)
    if (looked && (looked['outcome'] === 'found' || looked['tickedAt'] !== null)) add('published')
  }
  const middle = (some: number[]): number | undefined => {
    const sorted = some.toSorted((a, b) => a - b)
    return sorted.length === 0 ? undefined : ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2
  }
  return {
    counts,
    medians: days.map((of) => ({
      national_issued: middle(of.national_issued),
      issued_acknowledged: middle(of.issued_acknowledged),
      issued_adopted: middle(of.issued_adopted),
    })),
  }
}
