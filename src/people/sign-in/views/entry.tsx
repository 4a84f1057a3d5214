import { P, Title } from '#base/web/page-parts.tsx'

/** The link was used, has expired or never existed. */
export const EndedEntryPage = () => (
  <>
    <Title>This link has ended</Title>
    <P>It lets in once, within 15 minutes. Run the command again for another one.</P>
  </>
)
