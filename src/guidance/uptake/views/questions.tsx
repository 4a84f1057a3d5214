import { type Day, sayDay } from '#base/dates.ts'
import { Button, Select } from '#base/web/field.tsx'
import { Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import { sayAfterNational } from '#guidance/documents/document.ts'
import { arrivalUnknown } from '#people/notices/notice.ts'
import { ReachTable } from '#people/notices/views.tsx'
import { type Figure, figures, sayOf } from '../uptake.ts'
import { DaysTable, FigureLink, type UptakeView } from './uptake.tsx'

export type SentFigures = { from: string; to: string; open: number; tookPart: number; people: number; query: string }

/** When it was issued to schools, beside when it was there nationally. */
const saySince = ({ schools }: UptakeView): string => {
  const issued = schools.flatMap(({ dates, later }) => (later ? [] : (dates.issued ?? []))).toSorted()
  const [first, last] = [issued[0], issued.at(-1)]
  const available = schools[0]?.dates.available
  const national = available ? `It was published nationally on ${sayDay(available)}. ` : ''
  if (!first || !last) return `${national}It was issued to no school yet.`
  const after = (day: Day): string => sayAfterNational(available, day)
  const opened = schools.filter(({ later }) => later).length
  const since = opened > 0 ? ` ${atStart(opened, 'school')} opened later and got it then.` : ''
  return first === last
    ? `${national}It was issued to schools on ${sayDay(first)}${after(first)}.${since}`
    : `${national}It was issued to schools from ${sayDay(first)} on${after(first)}, to the last on ${sayDay(last)}${after(last)}.${since}`
}

const Figures = ({ view, caption, which }: { view: UptakeView; caption: string; which: readonly Figure[] }) => (
  <Table
    caption={caption}
    captionClass="govuk-table__caption--s"
    columns={['Figure', 'Schools']}
    rows={which.map((one) => [figures[one].says, <FigureLink id={view.id} which={one} schools={view.schools} />])}
  />
)

/** What members of a scrutiny committee ask, each figure with the way to what it rests on. */
export const FiveQuestionsPage = ({
  sent,
  documents,
  view,
  reported,
}: {
  sent: SentFigures
  documents: readonly { id: string; title: string }[]
  view: UptakeView | undefined
  /** The mail provider reports what became of mails. */
  reported: boolean
}) => (
  <>
    <Title>Five questions</Title>
    <P>
      What members ask, answered from the record as it is now. Each figure leads to the schools behind it, and each school to its evidence.
    </P>
    {documents.length > 1 ? (
      <form method="get" action="/guidance/five-questions" class="muster-no-print">
        <Select
          name="document"
          label="Guidance"
          value={view?.id ?? ''}
          options={documents.map(({ id, title }) => ({ value: id, text: title }))}
        />
        <Button kind="secondary">Show</Button>
      </form>
    ) : null}
    <Heading>1. Which schools sent whom?</Heading>
    <P>
      From {sayDay(sent.from)} to {sayDay(sent.to)},{' '}
      <Link href={`/coverage/schools?${sent.query}&answer=took-part`}>{sayOf(sent.tookPart, sent.open)} schools took part</Link> and{' '}
      <Link href={`/coverage/schools?${sent.query}&answer=did-not`}>{counted(sent.open - sent.tookPart, 'school')} did not</Link>.{' '}
      <Link href={`/coverage/sent?${sent.query}`}>{counted(sent.people, 'line')} of who came, school by school</Link>.
    </P>
    {view === undefined ? (
      <P>No guidance was issued yet, so the other four have no answer.</P>
    ) : (
      <>
        <P>
          What follows is of <Link href={`/guidance/${view.id}`}>{view.title}</Link>, version {view.version}, as at {sayDay(view.day)}.
        </P>
        <Heading>2. Which schools were reached with the guidance, and when?</Heading>
        <P>{saySince(view)}</P>
        {reported ? null : <P>{arrivalUnknown}</P>}
        <ReachTable
          schools={view.schools}
          caption="What became of telling schools"
          href={(reach) => `/guidance/${view.id}/uptake/schools?which=reach_${reach}`}
        />
        <Heading>3. Who has revised its policy?</Heading>
        <Figures
          view={view}
          caption="What schools did"
          which={['is_as_is', 'is_with_changes', 'is_own_policy', 'is_not_adopting', 'is_not_applicable', 'no_answer']}
        />
        <Heading>4. How do you know?</Heading>
        <Figures view={view} caption="What answers rest on" which={['stated', 'by_link', 'seen', 'verified', 'published', 'ticked']} />
        <P>
          Stated: somebody of the school told us. Seen: an officer was shown the minute or the policy. Verified: an officer compared it with
          this version. That somebody came to the launch ({view.schools.filter(({ attended }) => attended).length}) is no adoption.
        </P>
        <Heading>5. How long did it take from national to school?</Heading>
        <DaysTable schools={view.schools} version={view.version} />
        <P>
          <Link href={`/guidance/${view.id}/uptake/schools.csv`}>The dates of every school as CSV</Link>,{' '}
          <Link href={`/guidance/${view.id}/uptake`}>by sector, kind, phase, trust and ward</Link>.
        </P>
      </>
    )}
  </>
)
