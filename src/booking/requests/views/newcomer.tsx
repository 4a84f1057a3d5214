import type { Council } from '#base/council.ts'
import { Choices, TextField } from '#base/web/field.tsx'
import { Details, ErrorSummary, Heading, Inset, Link, P, Page } from '#base/web/page-parts.tsx'
import { inWords } from '#base/words.ts'
import { EventHead } from '#booking/placing/views/before-booking.tsx'
import { sharedAsked } from '#people/accounts/mailbox.ts'
import { RoleAsked, SchoolAsked, WhoAsks } from '#people/claiming/views/claim-form.tsx'
import { sayCouncilContact } from '#people/claims/waiting-claim.ts'
import { PlacesAsked, type RequestFormProps } from './request.tsx'

/** What somebody without a claim says of themselves. */
export type TypedNewcomer = { email?: string; name: string | undefined; roleId: string; shared: 'yes' | 'no' | undefined }

type NewcomerFormProps = Omit<RequestFormProps, 'school'> & {
  council: Council
  /** All roles a person can have at a school, whomever the event is for. */
  ownRoles: readonly { id: string; label: string }[]
  newcomer: TypedNewcomer
  /** For a shared mailbox: who said they are using it. */
  fixedName: string | undefined
  /** The address looks shared, and nobody has said. */
  askShared: boolean
}

export const NewcomerFormPage = ({ council, ownRoles, newcomer, fixedName, askShared, ...asked }: NewcomerFormProps) => {
  const { event, schools, typed, problems } = asked
  const days = inWords(council.answerDays, 'working day')
  return (
    <Page wide>
      <ErrorSummary problems={problems} />
      <EventHead title="Book places for your school" event={event} />
      {asked.isUnknown ? (
        <P>
          <Link href={`/sign-in?next=${encodeURIComponent(`/events/${event.code}/book`)}`}>Sign in</Link> if you have booked before.
        </P>
      ) : null}
      <Inset>
        If the council has your email address for the school, you book at once. <strong>Otherwise you are not confirmed yet:</strong> we
        keep what you ask for, with its turn from now, and it takes no place.
      </Inset>
      <Details summary="Who confirms you, and when">
        We ask the school’s own mailbox, a colleague who approves others and the council whether you work there; the council answers within{' '}
        {days}. Once somebody confirms you we book it, or put it on the waiting list with that turn, and send you an email.{' '}
        {sayCouncilContact(council)} if you cannot wait.
      </Details>
      <form method="post" action={`/events/${event.code}/book`} novalidate id="booking">
        <input type="hidden" name="begin" value="yes" />
        <PlacesAsked
          {...asked}
          before={
            <>
              <Heading>You and your school</Heading>
              <SchoolAsked name="school" schools={schools} value={typed.schoolId} problems={problems} />
              {asked.isUnknown ? (
                <>
                  <p class="govuk-hint">
                    Childminders: <Link href={`/sign-in?next=/events/${event.code}/book`}>sign in</Link> first to find yourself here.
                  </p>
                  <TextField
                    name="email"
                    label="Your email address"
                    hint="Your work address. We send a 6-digit code to it"
                    type="email"
                    autocomplete="email"
                    value={newcomer.email}
                    problems={problems}
                  />
                </>
              ) : null}
              <WhoAsks values={{ name: newcomer.name }} fixedName={fixedName} problems={problems} page={`/events/${event.code}/book`} />
              <RoleAsked label="Your role at the school" roles={ownRoles} values={{ roleId: newcomer.roleId }} problems={problems} />
              {askShared ? (
                <Choices
                  {...sharedAsked}
                  type="radios"
                  name="shared"
                  values={newcomer.shared ? [newcomer.shared] : []}
                  hint="Each then gives their name on signing in, to show who booked"
                  problems={problems}
                />
              ) : null}
              <Heading>The places</Heading>
            </>
          }
        />
      </form>
      <P>
        Do you work for a trust? <Link href="/school/claims/new?for=trust">Ask to book for all its schools</Link>
      </P>
    </Page>
  )
}
