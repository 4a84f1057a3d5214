import { isUnmarked } from '#attendance/attendance/mark.ts'
import { type PersonOnRegister, personName, registerTitle } from '#attendance/attendance/register.ts'
import { sayInstant, sayWhen } from '#base/dates.ts'
import { Button, Choices, FileField, optionsOf, type Problems, Select, TextField } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Table, Tag, Title } from '#base/web/page-parts.tsx'
import { atStart, counted } from '#base/words.ts'
import { worthOf } from '../match.ts'
import { longestOf, type Meeting, type ReportOfMeeting, saidScreens } from '../meeting.ts'
import { minutesOf } from '../span.ts'
import { zones } from '../time.ts'

export const sayMinutes = (minutes: number | null, atLeast: number): string =>
  minutes === null ? (atLeast > 0 ? `at least ${counted(atLeast, 'minute')}` : 'not known') : counted(minutes, 'minute')

const worthWords = { attended: 'Enough', part: 'In part', not: 'Not while it ran', unknown: 'To be marked by you' } as const

const state = ({ takenBackAt, pending }: ReportOfMeeting) =>
  takenBackAt ? (
    <Tag colour="grey">Taken back</Tag>
  ) : pending.length > 0 ? (
    <Tag colour="orange">{pending.length} to decide</Tag>
  ) : (
    <Tag colour="green">Applied</Tag>
  )

const Stays = ({ meeting }: { meeting: Meeting }) => {
  const { register, stays, threshold } = meeting
  const names = new Map(meeting.places.map(({ placeId, name }) => [placeId, name ?? 'Not named']))
  const places = Map.groupBy(stays, ({ placeId }) => placeId)
  if (places.size === 0) return null
  return (
    <Table
      caption="Minutes by the reports"
      columns={['Name', { text: 'Minutes', numeric: true }, 'Worth', 'Evidence']}
      rows={[...places]
        .map(([placeId, of]) => ({ name: names.get(placeId) ?? 'Cancelled', of, ...minutesOf(of, register.session) }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'))
        .map(({ name, of, minutes, atLeast }) => [
          name,
          sayMinutes(minutes, atLeast),
          worthWords[worthOf(minutes, atLeast, longestOf(register), threshold)],
          of.some(({ evidence }) => evidence === 'report') ? 'Report' : 'Stated: watched with somebody',
        ])}
    />
  )
}

/** What schools and delegates say, until it is marked. */
const SaidTogether = ({ meeting, problems, at }: { meeting: Meeting; problems: Problems | undefined; at: string }) => {
  const screens = saidScreens(meeting)
  if (screens.length === 0) return null
  const names = new Map(meeting.places.map(({ placeId, name, school }) => [placeId, `${name ?? 'Not named'}, ${school}`]))
  const by = new Map(meeting.said.map(({ placeId, saidBy }) => [placeId, saidBy]))
  const ready = screens.filter(({ shown }) => shown).reduce((sum, { withIds }) => sum + withIds.length, 0)
  return (
    <>
      <Table
        caption="Said to have watched together"
        columns={['Name', 'At the screen of', 'Said by', 'In a report']}
        rows={screens.flatMap(({ placeId, withIds, shown }) =>
          withIds.map((id) => [
            names.get(id) ?? '',
            names.get(placeId) ?? '',
            by.get(id) === 'school' ? 'Their school' : 'By the link of the other',
            shown ? 'Yes' : 'Not yet',
          ]),
        )}
      />
      {ready > 0 ? (
        <form method="post" action={`${at}/together`} novalidate>
          <input type="hidden" name="said" value="yes" />
          {meeting.register.session.signOff ? (
            <TextField name="reason-said" label="Reason, as the register is closed" value="" problems={problems} />
          ) : null}
          <Button>Mark {counted(ready, 'person', 'people')} as stated</Button>
        </form>
      ) : (
        <P>They can be marked once a report shows the person at whose screen they were.</P>
      )}
    </>
  )
}

const unmarked = (people: readonly PersonOnRegister[]): PersonOnRegister[] =>
  people.filter((person) => person.kind === 'place' && !person.isCancelled && !person.unnamed && isUnmarked(person))

const Together = ({ meeting, problems, token }: { meeting: Meeting; problems: Problems | undefined; token: string }) => {
  const names = new Map(meeting.places.map(({ placeId, name }) => [placeId, name ?? 'Not named']))
  const shown = [...new Set(meeting.stays.filter(({ evidence }) => evidence === 'report').map(({ placeId }) => placeId))]
  const others = unmarked(meeting.register.people)
  if (shown.length === 0 || others.length === 0) return null
  return (
    <>
      <Heading>Several people at one screen</Heading>
      <P>
        Somebody whom the report shows may have had colleagues beside them. They get the same minutes, marked as stated and not as shown.
      </P>
      <form method="post" action={`${token}/together`} novalidate>
        <Select
          name="place"
          label="Whose screen was it?"
          value=""
          problems={problems}
          options={[{ value: '', text: 'Choose' }, ...shown.map((placeId) => ({ value: placeId, text: names.get(placeId) ?? '' }))]}
        />
        <Choices
          name="with"
          label="Who watched there too?"
          type="checkboxes"
          small
          values={[]}
          problems={problems}
          options={others.map((person) => ({
            value: person.id,
            text: `${personName(person)}${person.school ? `, ${person.school.name}` : ''}`,
          }))}
        />
        {meeting.register.session.signOff ? (
          <TextField name="reason" label="Reason, as the register is closed" value="" problems={problems} />
        ) : null}
        <Button kind="secondary">They watched together</Button>
      </form>
    </>
  )
}

type MeetingPageProps = {
  meeting: Meeting
  problems?: Problems | undefined
  asksOrder?: boolean
}

export const MeetingPage = ({ meeting, problems, asksOrder }: MeetingPageProps) => {
  const { register, threshold, reports } = meeting
  const { session } = register
  const at = `/organiser/meetings/${session.id}`
  const joined = meeting.places.filter(({ joinings }) => joinings.length > 0)
  return (
    <>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{registerTitle(session)}</span>
      <Title>Who was in the online meeting</Title>
      <P>
        {sayWhen(session.startsAt, session.endsAt)}, UK time. {atStart(joined.length, 'person has', 'people have')} pressed their own link
        to join.
      </P>
      <form method="post" action={`${at}/reports`} enctype="multipart/form-data" novalidate>
        <FileField
          name="file"
          label="Attendance report of Teams, Zoom, Meet or Webex, in English"
          hint="The CSV file as it was downloaded. You see what it would mark before anything is marked, and the file itself is not kept."
          accept=".csv,.txt,.tsv,text/csv"
          problems={problems}
        />
        {asksOrder ? (
          <Choices
            name="order"
            label="Which number of a date is the day?"
            type="radios"
            values={[]}
            options={[
              { value: 'day_first', text: 'The first, as in 6/10 for the sixth of October' },
              { value: 'month_first', text: 'The second, as in 10/6 for the sixth of October' },
            ]}
          />
        ) : null}
        <Select
          name="zone"
          label="By which clock are its times?"
          hint="Teams writes the time of whoever downloads it, Zoom that of its account."
          value=""
          options={[{ value: '', text: 'As the file says, or else UK time' }, ...optionsOf(zones)]}
        />
        <Button>Read the report</Button>
      </form>
      {reports.length > 0 ? (
        <Table
          caption="Reports"
          columns={['Read', 'By', 'People', 'Not stored', 'State']}
          rows={reports.map((report) => [
            <Link href={`${at}/reports/${report.id}`}>{sayInstant(report.uploadedAt)}</Link>,
            report.by ?? '',
            String(report.people),
            `${counted(report.telephones, 'telephone caller')}, ${counted(report.bots, 'note-taking program')}`,
            state(report),
          ])}
        />
      ) : null}
      <SaidTogether meeting={meeting} problems={problems} at={at} />
      <Stays meeting={meeting} />
      <Together meeting={meeting} problems={problems} token={at} />
      <Heading>How long is enough?</Heading>
      <form method="post" action={`${at}/threshold`} novalidate>
        <TextField name="amount" label="At least" width={4} value={String(threshold.amount)} problems={problems} />
        <Choices
          name="kind"
          label="Counted in"
          type="radios"
          inline
          values={[threshold.kind]}
          problems={problems}
          options={[
            { value: 'percent', text: 'per cent of the session' },
            { value: 'minutes', text: 'minutes' },
          ]}
        />
        <P>Whoever was there for less is proposed as attended in part. It changes no mark until a report is applied.</P>
        <Button kind="secondary">Save</Button>
      </form>
    </>
  )
}
