import { sayDay, sayDeadline } from '#base/dates.ts'
import { Button, Choices, type Problems, TextArea } from '#base/web/field.tsx'
import { ErrorSummary, Link, P, Page, Title } from '#base/web/page-parts.tsx'
import { sayNumber } from '#base/words.ts'
import { choicesCloseAt, sayWhatIsSent } from '#booking/workshops/choice.ts'
import { WorkshopFields } from '#booking/workshops/views/workshop-fields.tsx'
import type { Typed } from '#events/questions/forms.ts'
import { QuestionFields } from '#events/questions/views/fields.tsx'
import type { TypedNeeds } from '../forms.ts'
import {
  accessChoices,
  accessChoicesAt,
  asksDietary,
  type DietaryChoice,
  dietaryChoices,
  keptDays,
  lastKeptDay,
  longestAccess,
  longestDietary,
  recoveryDays,
} from '../need.ts'
import type { OwnPlace } from '../own-place.ts'

/** What happens to the needs, before they are asked. */
const Notice = ({ own, councilName }: { own: OwnPlace; councilName: string }) => {
  const day = lastKeptDay(own.event)
  const food = asksDietary(own.event)
  return (
    <>
      <P>You do not have to tell us anything. If you do:</P>
      <ul class="govuk-list govuk-list--bullet">
        <li>We use it only {food ? 'for food and access' : 'so that you can take part'} at this event.</li>
        <li>
          Only the people of {councilName} who organise events see it. {own.school.name} and whoever booked for you do not.
          {food ? ' The caterer gets what you say about food, without your name.' : ''}
        </li>
        <li>
          We delete it {day ? `after ${sayDay(day)}, ` : ''}
          {keptDays} days after the event; at once if your place is cancelled or goes to somebody else; and whenever you delete it here. The
          database’s own recovery can bring back what was deleted for up to {recoveryDays} days more. It is used only after a failure.
        </li>
        <li>
          What you need can tell of your health or your beliefs. The law lets us use it only with your explicit consent (UK GDPR, Articles
          6(1)(a) and 9(2)(a)). You can take that back here at any time, and nothing else changes: your place stays yours. The{' '}
          <Link href="/privacy">privacy notice</Link> says more.
        </li>
      </ul>
    </>
  )
}

type NeedsPageProps = {
  own: OwnPlace
  token: string
  typed: TypedNeeds
  /** Something is kept, which whoever has the link does not read. */
  hidden: boolean
  /** After the event needs can only be deleted. */
  over: boolean
  councilName: string
  problems?: Problems | undefined
}

export const NeedsPage = ({ own, token, typed, hidden, over, councilName, problems }: NeedsPageProps) => {
  const common = problems ? { problems } : {}
  return (
    <Page>
      <ErrorSummary problems={problems} />
      <span class="govuk-caption-l">{own.event.title}</span>
      <Title>What you need on the day</Title>
      <Notice own={own} councilName={councilName} />
      {hidden ? (
        <div class="govuk-inset-text">
          You have told us something. It is not shown here, because whoever has this link could read it.{' '}
          {over ? null : 'What you save below takes its place. '}
          To read it, <Link href="/account/record">sign in</Link> with your own address and open your place from your record.
        </div>
      ) : null}
      {over ? null : (
        <form method="post" action={`/place/${token}/needs`} novalidate autocomplete="off">
          {asksDietary(own.event) ? (
            <>
              <Choices
                name="dietary"
                label="Food and drink (optional)"
                type="checkboxes"
                small
                legendClass="govuk-fieldset__legend--m"
                values={typed.dietary.choices}
                options={(Object.keys(dietaryChoices) as DietaryChoice[]).map((choice) => ({
                  value: choice,
                  text: dietaryChoices[choice],
                }))}
                {...common}
              />
              <TextArea
                name="dietary-words"
                label="Anything else about food (optional)"
                hint={`The caterer reads this as you write it, so leave your name out. Up to ${longestDietary} characters`}
                rows={3}
                value={typed.dietary.words}
                {...common}
              />
            </>
          ) : null}
          <Choices
            name="access"
            label="Access (optional)"
            type="checkboxes"
            small
            legendClass="govuk-fieldset__legend--m"
            values={typed.access.choices}
            options={accessChoicesAt(own.event).map((choice) => ({ value: choice, text: accessChoices[choice] }))}
            {...common}
          />
          <TextArea
            name="access-words"
            label="Anything else that helps you take part (optional)"
            hint={`Say what would help; you need not say why. Up to ${sayNumber(longestAccess)} characters`}
            rows={4}
            value={typed.access.words}
            {...common}
          />
          <Choices
            name="agreed"
            label="Your consent"
            type="checkboxes"
            values={typed.agreed ? ['yes'] : []}
            options={[
              {
                value: 'yes',
                text: `I agree that ${councilName} uses what I have entered here, only ${asksDietary(own.event) ? 'for food and access' : 'so that I can take part'} at this event`,
              },
            ]}
            {...common}
          />
          <Button>Save</Button>
        </form>
      )}
      {own.hasNeeds ? (
        <form method="post" action={`/place/${token}/needs/deletion`}>
          <P>Deleting takes your consent back. The organiser then sees nothing of what you told us.</P>
          <Button kind="warning">Delete what I told you</Button>
        </form>
      ) : null}
      <P>
        <Link href={`/place/${token}`}>Back to your place without saving</Link>
      </P>
    </Page>
  )
}

type OwnAnswersPageProps = {
  own: OwnPlace
  token: string
  typed: Typed
  problems?: Problems | undefined
}

export const OwnAnswersPage = ({ own, token, typed, problems }: OwnAnswersPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{own.event.title}</span>
    <Title>What the organiser asks</Title>
    <P>
      The organiser and whoever books for {own.school.name} see your answers. What you need to eat or to take part is{' '}
      <Link href={`/place/${token}/needs`}>asked apart from this</Link>, and whoever booked your place does not see it.
    </P>
    <form method="post" action={`/place/${token}/answers`} novalidate>
      <QuestionFields questions={own.questions} scope="place" row={1} typed={typed} problems={problems} />
      <Button>Save</Button>
    </form>
  </Page>
)

type OwnWorkshopsPageProps = {
  own: OwnPlace
  token: string
  marked: readonly string[]
  problems?: Problems | undefined
}

export const OwnWorkshopsPage = ({ own, token, marked, problems }: OwnWorkshopsPageProps) => (
  <Page>
    <ErrorSummary problems={problems} />
    <span class="govuk-caption-l">{own.event.title}</span>
    <Title>Choose workshops</Title>
    <P>One of each block, and no two at the same time. You can change the choice until {sayDeadline(choicesCloseAt(own.event))}.</P>
    <P>{sayWhatIsSent(own.event, 'own')}</P>
    <form method="post" action={`/place/${token}/workshops`} novalidate>
      <WorkshopFields event={own.event} has={own.workshopIds} chosen={marked} problems={problems} />
      <Button>Save</Button>
    </form>
  </Page>
)
