import { type Day, sayDay } from '#base/dates.ts'
import type { Slice } from '#base/db/list-rows.ts'
import { Files, Rowed } from '#base/list/views.tsx'
import type { PlaceWord } from '#base/place-word.ts'
import { Button, Choice, DayField, FileField, type Problems, Select, TextField } from '#base/web/field.tsx'
import { type Body, text } from '#base/web/form.ts'
import { Bullets, Heading, Inset, Link, P, Table, VisuallyHidden, Warning } from '#base/web/page-parts.tsx'
import { counted, sayNumber } from '#base/words.ts'
import { sayPlanSpent } from '#messages/outbox/mail-plan.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { means, meansWords } from '#people/ladder/contact.ts'
import { isSetting, schoolLabel } from '#schools/schools/school.ts'
import {
  arrivalUnknown,
  figuresOf,
  isReached,
  type Reach,
  type ReachedSchool,
  reaches,
  reachWords,
  type Subject,
  sayFact,
  sayReach,
} from './notice.ts'

export const reachPath = ({ notice, subjectId }: NoticeOf): string => `/reached/${notice}/${encodeURIComponent(subjectId)}`

type ReachTableProps = {
  schools: readonly { reach: Reach }[]
  caption: string
  place?: PlaceWord
  href?: (state: Reach) => string
}

/** The states of all schools, which add up to them; each leads on where `href` says. */
export const ReachTable = ({ schools, caption, place = 'school', href }: ReachTableProps) => {
  const figures = figuresOf(schools)
  const shown = reaches.filter((one) => one !== 'queued' || figures.queued > 0)
  return (
    <>
      <Table
        caption={caption}
        captionClass="govuk-table__caption--s"
        columns={['What became of it', { text: place === 'school' ? 'Schools' : 'Settings', numeric: true }]}
        rows={[
          ...shown.map((one) => [href ? <Link href={href(one)}>{reachWords[one]}</Link> : reachWords[one], sayNumber(figures[one])]),
          ['All', sayNumber(schools.length)],
        ]}
      />
      <P>
        Reached: {sayNumber(figures.confirmed + figures.told)} of {counted(schools.length, place)}. Only the first two lines count as
        reached.
      </P>
    </>
  )
}

/** The figures of today as a sentence, where a page says that schools were told or asked. */
export const ReachLine = ({ of, schools }: { of: NoticeOf; schools: readonly { reach: Reach }[] }) => (
  <P>
    {sayReach(schools)} <Link href={reachPath(of)}>Which schools were reached</Link>
  </P>
)

const Tick = ({ school, isFirst }: { school: ReachedSchool; isFirst: boolean }) => (
  <div class="govuk-checkboxes govuk-checkboxes--small muster-tick">
    <Choice type="checkboxes" id={isFirst ? 'schools' : `schools-${school.rootId}`} name="schools" value={school.rootId}>
      <VisuallyHidden>{schoolLabel(school)}</VisuallyHidden>
    </Choice>
  </div>
)

type ReachPageProps = {
  of: NoticeOf
  subject: Subject
  schools: readonly ReachedSchool[]
  /** Those of a page. */
  slice: Slice<ReachedSchool>
  asked: { on: Day; state: string }
  today: Day
  url: string
  /** Mails wait for room in the mail plan. */
  waits: boolean
  /** Schools that count as told on that day by notes that were withdrawn after it. */
  withdrawn: number
  /** The mail provider reports what became of mails. */
  reported: boolean
  /** Whoever reads it may have the list as a file. */
  mayTake: boolean
  /** undefined: whoever reads it notes nothing. */
  formId: string | undefined
  typed: Body
  problems?: Problems | undefined
}

const DayAndState = ({ of, asked }: Pick<ReachPageProps, 'of' | 'asked'>) => (
  <form method="get" action={reachPath(of)} class="muster-filter muster-filter--beside muster-no-print">
    <DayField name="on" label="As at" value={asked.on} />
    <Select
      name="state"
      label="Schools"
      value={asked.state}
      options={[
        { value: '', text: 'All' },
        { value: 'not_reached', text: 'Not reached' },
        ...reaches.map((value) => ({ value, text: reachWords[value] })),
      ]}
    />
    <Button kind="secondary">Show</Button>
  </form>
)

const SchoolRows = ({ of, subject, schools, slice, url, formId }: ReachPageProps) => (
  <Rowed
    slice={slice}
    url={url}
    none={null}
    dense
    caption={schools.some(isSetting) ? counted(slice.total, 'school or setting', 'schools and settings') : counted(slice.total, 'school')}
    columns={[
      {
        name: 'School',
        cell: (school: ReachedSchool) =>
          of.notice === 'guidance' && !isSetting(school) ? (
            <Link href={`${subject.back}/schools/${school.rootId}`}>{schoolLabel(school)}</Link>
          ) : (
            schoolLabel(school)
          ),
      },
      { name: 'Telephone', cell: ({ telephone }) => telephone || 'Not known' },
      { name: 'State', cell: ({ reach }) => reachWords[reach] },
      {
        name: 'What we know',
        cell: ({ says, facts }) => [...new Set([says, ...facts.map(sayFact)])].slice(0, 3).filter(Boolean).join('. '),
      },
      ...(formId ? [{ name: 'Tick', cell: (school: ReachedSchool) => <Tick school={school} isFirst={school === slice.rows[0]} /> }] : []),
    ]}
  />
)

/** Notes that the chosen schools were told another way, or withdraws such notes. */
const NotesOfSchools = ({ of, today, formId, typed, problems }: ReachPageProps & { formId: string }) => (
  <>
    <Heading>Note schools told another way</Heading>
    <P>
      Tick schools above, or choose a file. It is noted with your name.
      {of.notice === 'line' ? ' A school at which nothing arrived before has its days to answer from then.' : ''}
    </P>
    <input type="hidden" name="id" value={formId} />
    <FileField
      name="file"
      label="List of schools (CSV, optional)"
      hint="One column is headed URN."
      accept=".csv,text/csv"
      problems={problems}
    />
    <Select
      name="means"
      label="How they heard"
      value={text(typed, 'means')}
      problems={problems}
      options={[{ value: '', text: 'Choose' }, ...means.map((value) => ({ value, text: meansWords[value] }))]}
    />
    <DayField name="happenedOn" label="When" value={text(typed, 'happenedOn') || today} problems={problems} />
    <TextField
      name="toWhom"
      label="Whom you told"
      hint="A name and role, or for letters whom they were addressed to."
      value={text(typed, 'toWhom')}
      problems={problems}
    />
    <Button>Note these schools as told</Button>
    <Heading>Withdraw a note that was a mistake</Heading>
    <P>Tick schools above, or choose a file. Their notes stay, marked as withdrawn with your name, and count no more from today.</P>
    <TextField name="reason" label="Why it was a mistake" value={text(typed, 'reason')} problems={problems} />
    <Button kind="secondary" name="what" value="withdraw">
      Withdraw the notes of these schools
    </Button>
  </>
)

export const ReachPage = (props: ReachPageProps) => {
  const { of, subject, schools, slice, asked, waits, withdrawn, reported, mayTake, formId } = props
  const at = reachPath(of)
  const listAt = (state: string): string => `${at}?${new URLSearchParams({ on: asked.on, state })}`
  return (
    <>
      {reported ? null : <Warning>{arrivalUnknown}</Warning>}
      {waits ? <Inset>{sayPlanSpent}</Inset> : null}
      <ReachTable schools={schools.filter((one) => !isSetting(one))} caption={`As at ${sayDay(asked.on)}`} href={listAt} />
      {withdrawn > 0 ? (
        <P>{counted(withdrawn, 'school')} counted as told on that day by a note that was withdrawn later. The figures are as known then.</P>
      ) : null}
      {schools.some(isSetting) ? (
        <ReachTable schools={schools.filter(isSetting)} caption="Early years settings, counted apart" place="setting" href={listAt} />
      ) : null}
      <ul class="govuk-list muster-actions muster-no-print">
        <li>
          <Link href={listAt('not_reached')}>Schools not reached</Link>
        </li>
        {subject.followUp ? (
          <li>
            <Link href={subject.followUp}>Follow up schools</Link>
          </li>
        ) : null}
      </ul>
      <DayAndState of={of} asked={asked} />
      <form method="post" action={at} enctype="multipart/form-data" novalidate>
        <SchoolRows {...props} />
        {mayTake && slice.total > 0 ? (
          <Files at={`${at}/schools`} query={`?${new URLSearchParams({ on: asked.on, state: asked.state })}`} />
        ) : null}
        {formId ? <NotesOfSchools {...props} formId={formId} /> : null}
      </form>
    </>
  )
}

/** What became of it at one school: its state, and each fact, the last first. */
export const ReachOfSchool = ({ school: { reach, facts } }: { school: Pick<ReachedSchool, 'reach' | 'facts'> }) => (
  <>
    <P>
      {isReached(reach) ? 'Reached' : 'Not reached'}: {reachWords[reach].charAt(0).toLowerCase() + reachWords[reach].slice(1)}.
    </P>
    {facts.length === 0 ? null : (
      <Bullets>
        {facts.slice(0, 50).map((fact) => (
          <li>{sayFact(fact)}</li>
        ))}
      </Bullets>
    )}
  </>
)
