import type { Council } from '#base/council.ts'
import { Bullets, Link, P, Page, SummaryList, Title } from '#base/web/page-parts.tsx'
import { codeMinutes } from '../sign-in.ts'
import { IfNoCodeComes } from './sign-in.tsx'

/** @param ofCouncil they read what schools write */
export const HelpPage = ({ council, ofCouncil }: { council: Council; ofCouncil: boolean }) => (
  <Page>
    <Title>Help</Title>
    <h2 class="govuk-heading-m">Sign in</h2>
    <P>
      There is no password. Enter your work email address on <Link href="/sign-in">Sign in</Link>. We email you a code of 6 digits, which
      works for {codeMinutes} minutes in the same browser.
    </P>
    <IfNoCodeComes />
    <h2 class="govuk-heading-m">If you come to an event</h2>
    <Bullets>
      <li>The emails about your place have a link to a page of your own. Say there that you cannot come, or what you need.</li>
      <li>
        What you attended and your certificates are on <Link href="/account/record">Your record</Link>. Sign in with the address that you
        were booked with.
      </li>
    </Bullets>
    <h2 class="govuk-heading-m">If you book for a school or setting</h2>
    <Bullets>
      <li>
        Bookings, people and what is due are on <Link href="/school">its own page</Link>.
      </li>
      <li>
        If yours is not there, ask for it on <Link href="/account">Your account</Link>.
      </li>
    </Bullets>
    <h2 class="govuk-heading-m">If you work for the council</h2>
    <P>Your role decides what is in your menu. An administrator gives roles and takes them away.</P>
    <h2 class="govuk-heading-m" id="concern">
      Worried about a child
    </h2>
    <P>
      {council.concernTelephone ? `Call ${council.concernTelephone}. ` : ''}In an emergency call 999. Do not write it in a form here: nobody
      reads forms at once.
    </P>
    {ofCouncil ? (
      <>
        <h3 class="govuk-heading-s">If somebody has written about a child in a form</h3>
        <ol class="govuk-list govuk-list--number">
          <li>Treat it as a concern now: call the number above, as you would if they had told you. In an emergency call 999.</li>
          <li>Call the person who wrote it. Tell them what you have done, and the number to call.</li>
          <li>Do not copy it into a note, an email or another form here.</li>
          <li>Take the words out of an audit on its page. Ask the data protection officer about words in any other form.</li>
        </ol>
      </>
    ) : null}
    <h2 class="govuk-heading-m">Ask us</h2>
    <SummaryList
      rows={[
        ['Council', council.name],
        ['Telephone', council.contactTelephone || undefined],
        ['Email address', council.contactEmail ? <Link href={`mailto:${council.contactEmail}`}>{council.contactEmail}</Link> : undefined],
        ['Address', council.contactAddress ? <div class="muster-lines">{council.contactAddress}</div> : undefined],
      ]}
    />
    <P>Whom to ask about one event is on its page.</P>
  </Page>
)
