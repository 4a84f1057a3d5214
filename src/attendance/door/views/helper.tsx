import { sayLongDay } from '#base/dates.ts'
import { Inset, P, Page, Title } from '#base/web/page-parts.tsx'
import type { DoorLink, LinkRefusal } from '../door-link.ts'

export const AboutHelping = ({ link, signedInAs }: { link: DoorLink; signedInAs: string | undefined }) => (
  <>
    <P>You can check people in today, {sayLongDay(link.day)}. You need no account.</P>
    {signedInAs ? <Inset>You are signed in as {signedInAs}. Starting check-in signs you out of that account here.</Inset> : null}
  </>
)

const why: Record<LinkRefusal, (link: DoorLink | undefined) => string> = {
  ended: () => 'This link has ended. Ask an organiser of the event for another one.',
  full: () => 'This link has let in as many helpers as it may. Ask an organiser of the event for another one.',
  before_its_day: (link) => `This link starts check-in on ${link ? sayLongDay(link.day) : 'its day'}. Open it again then.`,
}

export const ClosedLinkPage = ({ why: reason, link }: { why: LinkRefusal; link: DoorLink | undefined }) => (
  <Page>
    <Title>This link lets nobody in now</Title>
    <P>{why[reason](link)}</P>
  </Page>
)
