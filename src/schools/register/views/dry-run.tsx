import type { Child } from 'hono/jsx'
import { sayDay, sayInstant } from '#base/dates.ts'
import { files } from '#base/web/generated/files.ts'
import { Heading, Inset, Link, P, SummaryList, Tag, Warning } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { type ChangeKind, changeKinds, hasStalled, type ImportPage, type RegisterImport, type Summary, sayArea } from '../import.ts'
import { StateTag } from './list.tsx'

const kindNames: Record<ChangeKind, string> = {
  created: 'New schools',
  closed: 'Closed',
  closing: 'Closing',
  changed: 'Changed',
  succession: 'Successions',
  review: 'Need a decision',
}

const kindHints: Record<ChangeKind, string> = {
  created: 'Schools of the file that we do not hold yet.',
  closed: 'Schools that were open and are closed in the file, with no school that continues them.',
  closing: 'Open schools that the file says will close.',
  changed: 'Schools about which the file says something else than we hold.',
  succession:
    'Schools that go on under a new number (one to one), were merged into another, or were split. One that goes on keeps its bookings and attendance.',
  review: 'Only a person can answer these. They block nothing: you can apply the import and answer later.',
}

export const happened = (found: RegisterImport, now: Date): string => {
  if (hasStalled(found, now)) return 'The file did not arrive whole'
  if (found.state === 'refused') return 'The file was not accepted'
  if (found.state === 'ready') return 'Check what this file would change'
  if (found.state === 'applied') return 'Import applied'
  if (found.state === 'undone') return 'Import undone'
  if (found.state === 'discarded') return 'Import discarded'
  return 'The file is being read'
}

type BeforeChangesProps = Omit<ImportPage, 'isLast'> & { kind: ChangeKind | undefined; now: Date; apply: Child }

export const BeforeChanges = ({ found, isStale, kind, now, apply }: BeforeChangesProps) => {
  const { summary } = found
  const path = `/organiser/register-imports/${found.id}`
  return (
    <>
      {found.refusal ? (
        <>
          <P>{found.refusal}</P>
          <P>
            <Link href="/organiser/register-imports/new">Choose another file</Link>
          </P>
        </>
      ) : null}
      {found.state === 'reading' ? <Reading found={found} now={now} /> : null}
      <SummaryList
        rows={[
          ['State', <StateTag found={found} now={now} />],
          ['File', found.fileName],
          ['Links file', found.linksFileName ?? 'None'],
          ['As at', sayDay(found.asAt)],
          ['Authority', sayArea(found.laCodes)],
          ['Rows', `${sayNumber(found.rows)}, of which ${sayNumber(found.inArea)} of the area`],
          ['Applied', found.appliedAt ? sayInstant(found.appliedAt) : undefined],
          ['Undone', found.undoneAt ? sayInstant(found.undoneAt) : undefined],
        ]}
      />
      {summary ? (
        <>
          {summary.warnings.map((warning) => (
            <Inset>{warning}</Inset>
          ))}
          <Heading>{found.state === 'ready' ? 'What would change' : 'What it changed'}</Heading>
          <SummaryList
            rows={[
              ['Schools new', sayNumber(summary.created)],
              ['Schools changed', `${sayNumber(summary.changed)}${summary.closing > 0 ? `, ${summary.closing} of them closing` : ''}`],
              ['Schools closed', sayNumber(summary.closed)],
              ['Successions', sayNumber(summary.successions)],
              ['Need a decision', sayNumber(summary.needsReview)],
              ['Schools unchanged', sayNumber(summary.unchanged)],
              [
                'With future bookings',
                summary.withFutureBookings > 0 ? (
                  <>
                    {summary.withFutureBookings} <Tag colour="orange">Look at these first</Tag>
                  </>
                ) : undefined,
              ],
            ]}
          />
        </>
      ) : null}
      {found.state === 'ready' ? isStale ? <Stale /> : apply : null}
      {summary && kind ? (
        <>
          <nav aria-label="Kinds of change">
            <ul class="govuk-list muster-kinds">
              {changeKinds
                .filter((one) => (summary.listed[one] ?? 0) > 0)
                .map((one) => (
                  <li>
                    <Link href={`${path}?kind=${one}`} aria-current={one === kind ? 'page' : undefined}>
                      {kindNames[one]} ({sayNumber(summary.listed[one] ?? 0)})
                    </Link>
                  </li>
                ))}
            </ul>
          </nav>
          <Heading>{kindNames[kind]}</Heading>
          <P>{kindHints[kind]}</P>
        </>
      ) : null}
    </>
  )
}

const Reading = ({ found, now }: { found: RegisterImport; now: Date }) =>
  hasStalled(found, now) ? (
    <P>
      The connection broke while the file was sent. <Link href="/organiser/register-imports/new">Import the file again</Link>.
    </P>
  ) : (
    <>
      <p class="govuk-body" role="status" data-import-progress-of={`/organiser/register-imports/${found.id}/progress`}>
        {Math.round(found.bytesRead / 1e6)} MB and {sayNumber(found.rows)} rows so far. Reload the page to see how far it is.
      </p>
      <script type="module" src={files['js/import-progress.js']}></script>
    </>
  )

/** Nothing is cancelled, but organisers should know first. */
const sayBooked = ({ withFutureBookings: booked, endingWithFutureBookings: ending }: Summary): string => {
  if (booked === 0) return 'No school that it changes has delegates booked for sessions still to come.'
  const some = counted(booked, 'school that it changes has', 'schools that it changes have')
  const close = counted(ending, 'of them closes or is to close', 'of them close or are to close')
  return `${some} delegates booked for sessions still to come${ending > 0 ? `, and ${close}` : ''}. Their bookings stay as they are.`
}

const Stale = () => (
  <Inset>
    The register has changed since this file was compared with it, so this list may be wrong.{' '}
    <Link href="/organiser/register-imports/new">Import the file again</Link> to see what it would change now.
  </Inset>
)

export const BeforeApplying = ({ summary }: { summary: Summary | null }) => (
  <>
    <P>Applying takes a few seconds. It happens as a whole or not at all, and you can undo it.</P>
    {summary === null ? null : summary.endingWithFutureBookings > 0 ? <Warning>{sayBooked(summary)}</Warning> : <P>{sayBooked(summary)}</P>}
  </>
)
