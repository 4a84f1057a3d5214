import type { Child } from 'hono/jsx'
import { markWords } from '#base/standing.ts'
import { Choice, Select, TextField } from '#base/web/field.tsx'
import { type Body, text, texts } from '#base/web/form.ts'
import { Heading, Link, P, Table } from '#base/web/page-parts.tsx'
import { atStart, counted, inWords, sayNumber } from '#base/words.ts'
import { type Decided, type Meeting, type Plan, type ReportOfMeeting, typedNames, type Undecided } from '../meeting.ts'
import { zones } from '../time.ts'
import { sayMinutes } from './meeting.tsx'

const ways: Record<Decided['how'], string> = {
  link: 'By their own link',
  address: 'By their address',
  name: 'By their name',
  decided: 'As you decided',
}

const become = ({ becomes, placeId, worth }: Decided, typed: Body) =>
  becomes.does === 'marks' ? (
    markWords[becomes.markType]
  ) : becomes.does === 'differs' ? (
    <div class="govuk-checkboxes govuk-checkboxes--small">
      <Choice type="checkboxes" id={`take-${placeId}`} name="take" value={placeId} checked={texts(typed, 'take').includes(placeId)}>
        Marked by hand: {markWords[becomes.stands].toLowerCase()}. Correct to {markWords[becomes.markType].toLowerCase()}
      </Choice>
    </div>
  ) : worth === 'unknown' ? (
    'No mark: how long is not known'
  ) : worth === 'not' ? (
    'No mark: not there while it ran'
  ) : (
    'As marked already'
  )

const linesOf = (participants: readonly { lines: readonly number[] }[]): string => participants.flatMap(({ lines }) => lines).join(', ')

const people = 'people-with-a-place'

/** Who it can be: the nearest to choose from, and any other by name. */
const Waiting = ({ one, typed }: { one: Undecided; typed: Body }) => {
  const { participant, index } = one
  const who = participant.name || participant.email
  return (
    <>
      <Select
        name={`who-${index}`}
        label={`${who}${participant.before ? ` (before: ${participant.before})` : ''}`}
        hint={[participant.email, sayMinutes(one.minutes, one.atLeast), `lines ${participant.lines.join(', ')}`]
          .filter(Boolean)
          .join(' · ')}
        value={text(typed, `who-${index}`)}
        options={[
          { value: '', text: one.near.length > 0 ? 'Not decided: the nearest are below' : 'Not decided' },
          ...one.near.map(({ placeId, name, school }) => ({ value: placeId, text: `${name ?? 'Not named'}, ${school}` })),
          { value: 'nobody', text: 'Nobody with a place' },
        ]}
      />
      <TextField
        name={`name-${index}`}
        label={`Somebody else, by name: who ${who} is`}
        labelClass="govuk-!-font-size-16"
        value={text(typed, `name-${index}`)}
        list={people}
        autocomplete="off"
      />
    </>
  )
}

/** To be decided on one page. */
const mostAsked = 50

type Planned = {
  meeting: Meeting
  report: ReportOfMeeting
  plan: Plan
  /** The address of the report. */
  at: string
}

/** @param reason the field for why, asked of a register that is closed */
export const ReportFields = ({ of: { meeting, plan }, reason, typed }: { of: Planned; reason: Child; typed: Body }) => {
  const asked = plan.undecided.slice(0, mostAsked)
  const more = plan.undecided.length - asked.length
  const absent = plan.left.filter(({ joined }) => !joined)
  return (
    <>
      {plan.decided.length > 0 ? (
        <Table
          caption="Matched"
          columns={['Name', 'How', { text: 'Minutes', numeric: true }, 'Becomes', 'Lines']}
          rows={plan.decided.map((one) => [
            `${one.name}, ${one.school}`,
            ways[one.how],
            sayMinutes(one.minutes, one.atLeast),
            become(one, typed),
            linesOf(one.participants),
          ])}
        />
      ) : null}
      {plan.undecided.length > 0 ? (
        <>
          <Heading>To be decided by you</Heading>
          <P>Nobody here is marked until you say who it is. People you leave wait here.</P>
          {asked.map((one) => (
            <Waiting one={one} typed={typed} />
          ))}
          <datalist id={people}>
            {[...typedNames(meeting).keys()].map((name) => (
              <option value={name} />
            ))}
          </datalist>
          {more > 0 ? <P>{sayNumber(more)} more follow once these are decided, also as nobody with a place.</P> : null}
        </>
      ) : null}
      {absent.length > 0 ? (
        <div class="govuk-form-group">
          <div class="govuk-checkboxes govuk-checkboxes--small">
            <Choice type="checkboxes" id="absent" name="absent" value="yes" checked={text(typed, 'absent') === 'yes'}>
              Mark {counted(absent.length, 'other')} as absent, once everybody above is decided: in no report, and no press of their link
            </Choice>
          </div>
        </div>
      ) : null}
      {meeting.register.session.signOff ? reason : null}
    </>
  )
}

export const ReportSoFar = ({ report, at, form }: { report: ReportOfMeeting; at: string; form: Child }) => (
  <>
    <P>
      {atStart(report.people, 'person is', 'people are')} in it. {atStart(report.telephones, 'telephone caller', 'telephone callers')} and{' '}
      {inWords(report.bots, 'note-taking program')} are left out, and not stored.
      {report.zone === ''
        ? ''
        : ` Its times do not say by which clock they are, and were read as ${zones[report.zone]}: if that is wrong, remove the report and read it again.`}
    </P>
    {report.takenBackAt ? (
      <P>It was removed. The same file can be read again.</P>
    ) : report.pending.length === 0 ? (
      <>
        <P>Everybody in it is decided. Reading the same file again changes nothing.</P>
        <P>
          <Link href={`${at}/undo`}>Remove this meeting report</Link>
        </P>
      </>
    ) : (
      form
    )}
  </>
)

/** @param marks how many rest on it alone */
export const AboutUndoing = ({ marks }: { marks: number }) => (
  <P>
    {atStart(marks, 'mark rests', 'marks rest')} on this report alone. Each becomes what other reports show, or else what somebody marked by
    hand before, with your reason. Where there is neither, the person is not marked. Nothing is deleted.
  </P>
)
