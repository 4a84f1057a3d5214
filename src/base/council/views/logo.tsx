import type { Logo } from '#base/council.ts'
import { LogoPicture } from '#base/web/logo.tsx'
import { P } from '#base/web/page-parts.tsx'

export const AboutLogo = ({ logo }: { logo: Logo | undefined }) => (
  <>
    {logo ? (
      <P>
        <LogoPicture logo={logo} alt="The logo in use" most={80} />
      </P>
    ) : (
      <P>There is no logo: pages and mails show the council’s name.</P>
    )}
    <P>
      It is shown on white at the top of every page and mail, and of certificates issued from then on. What is already sent or issued keeps
      its own.
    </P>
    {logo && !logo.inFiles ? (
      <P>
        Certificates as PDF show the name alone: they cannot show this picture. Save it as a JPEG for screens, or as a PNG of 8 bits a
        colour, without interlacing and with at most a million points.
      </P>
    ) : null}
  </>
)
