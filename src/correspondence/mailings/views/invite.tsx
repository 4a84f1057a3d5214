import { dimensionNames } from '#attendance/coverage/coverage.ts'
import type { Report } from '#attendance/coverage/report.ts'
import type { WrittenFirst } from '#base/council.ts'
import { type Instant, sayDay } from '#base/dates.ts'
import { Button, Choices, type Problems, Select } from '#base/web/field.tsx'
import { ErrorSummary, Heading, Link, P, Table, Title } from '#base/web/page-parts.tsx'
import { counted, plural, sayNumber } from '#base/words.ts'
import type { EventDetails } from '#events/events/event.ts'
import { type InvitedAnswer, invitedAnswers, narrowings, type Settings, sayReach } from '../audience.ts'
import type { InvitationFigures } from '../invitation.ts'

const answerSays: Record<InvitedAnswer, { text: string; hint: string }> = {
  all: { text: 'All schools that it is for', hint: 'Every open school of the area, of the kinds that the event is for.' },
  due: {
    text: 'Schools with training due, and not booked',
    hint: 'Where somebody’s training that this event counts for is overdue, due soon or not on record.',
  },
  never: { text: 'Schools that never came', hint: 'With no record of attending any event.' },
}

type NarrowingProps = {
  tables: Report['tables']
  values: Partial<Record<(typeof narrowings)[number], string>>
}

export const Narrowing = ({ tables, values }: NarrowingProps) => (
  <>
    {narrowings.map((by) => {
      const options = tables.find((table) => table.dimension === by)?.categories ?? []
      return (
        <Select
          name={by}
          label={dimensionNames[by]}
          value={values[by] ?? ''}
          options={[
            { value: '', text: 'Every school' },
            // An empty key looks like no choice.
            ...options.filter((one) => one.key !== '').map((one) => ({ value: one.key, text: `${one.label} (${one.open})` })),
          ]}
        />
      )
    })}
  </>
)

/** Which settings and organisations get it beside schools. */
export const SettingsChoice = ({ value }: { value: Settings | undefined }) => (
  <Choices
    type="radios"
    name="settings"
    label="Settings and organisations outside the register"
    hint="Childminders get it only if they asked for news. A narrower choice has schools alone."
    values={[value === true ? 'yes' : (value ?? '')]}
    options={[
      { value: 'yes', text: 'All of them', hint: 'Nurseries and other settings count as bodies.' },
      {
        value: 'asked',
        text: 'Nurseries and other settings only if they asked for news',
        hint: 'Our record does not say which are run by one person.',
      },
      { value: '', text: 'None: schools alone' },
    ]}
  />
)

/** That the record does not say of some whether the law asks their consent. */
export const NotKnown = ({ n, at }: { n: number; at: string }) =>
  n === 0 ? null : (
    <P>
      {counted(n, 'of these is a nursery or another setting', 'of these are nurseries or other settings')}. Our record does not say whether
      one person runs {plural(n, 'it', 'each')}, whose consent the law asks.{' '}
      <Link href={`${at}/whom`}>Write only to those that asked for news</Link>
    </P>
  )

type InvitePageProps = {
  event: EventDetails
  sent: readonly { id: string; subject: string; startedAt: Instant; figures: InvitationFigures }[]
  tables: Report['tables']
  typed: { answer: InvitedAnswer; settings?: Settings | undefined }
  problems?: Problems | undefined
  /** Of the form, so that it begins one invitation however often it is sent. */
  id: string
  canInvite: boolean
  first: WrittenFirst
}

export const InvitePage = ({ event, sent, tables, typed, problems, id, canInvite, first }: InvitePageProps) => (
  <>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{event.title}</span>
    <Title>Invite schools</Title>
    {canInvite ? (
      <form method="post" action={`/organiser/events/${event.code}/invite`} novalidate>
        <input type="hidden" name="id" value={id} />
        <Choices
          type="radios"
          name="answer"
          label="Which schools?"
          hint="Schools that have booked, wait for places or were invited in the last 24 hours are left out."
          values={[typed.answer]}
          options={invitedAnswers.map((value) => ({ value, ...answerSays[value] }))}
          problems={problems}
        />
        <SettingsChoice value={typed.settings} />
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">Only some schools</span>
          </summary>
          <div class="govuk-details__text">
            <Narrowing tables={tables} values={{}} />
          </div>
        </details>
        <P>
          Each school gets one mail, to {sayReach('best', first)}. It says what a place costs that school and whose training is due there,
          and leads to booking. Their trusts get one mail each at an address that is confirmed, with the schools that have not booked.
          Nothing goes before you have seen it.
        </P>
        <Button>Continue</Button>
      </form>
    ) : (
      <P>Nobody can book this event now, so nobody can be invited to it.</P>
    )}
    {sent.length === 0 ? null : (
      <>
        <Heading>Sent so far</Heading>
        <Table
          caption="Invitations, counted in schools"
          columns={[
            'Invitation',
            ...['Chosen', 'Reached', 'Booked after it', 'Stopped', 'Came back', 'To ring'].map((name) => ({
              text: name,
              numeric: true as const,
            })),
          ]}
          rows={sent.map(({ id: mailingId, startedAt, figures }) => [
            <Link href={`/organiser/mailings/${mailingId}`}>{sayDay(startedAt)}</Link>,
            ...[figures.schools, figures.reached, figures.booked, figures.stopped, figures.cameBack, figures.toRing].map(sayNumber),
          ])}
        />
      </>
    )}
  </>
)
