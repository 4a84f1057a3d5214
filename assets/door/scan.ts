// Reads tickets: by the camera, with the browser's own reader where it has one, and by a scanner
// that types what it reads as a keyboard does.
import decode from 'qr/decode.js'

const ticketPattern = /^M[0-9A-F]{32}$/

export const hashOf = async (ticket: string): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(ticket))), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')

type Detector = { detect: (from: HTMLVideoElement) => Promise<{ rawValue: string }[]> }
declare const BarcodeDetector: { new (options: { formats: string[] }): Detector } | undefined

/** What a picture of the camera holds. */
const readerOf = (video: HTMLVideoElement): (() => Promise<string | undefined>) => {
  if (typeof BarcodeDetector !== 'undefined') {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async () => (await detector.detect(video))[0]?.rawValue
  }
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return async () => {
    if (!context || video.videoWidth === 0) return undefined
    const size = Math.min(1, 480 / video.videoWidth)
    canvas.width = Math.round(video.videoWidth * size)
    canvas.height = Math.round(video.videoHeight * size)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height)
    try {
      return decode({ data, width, height })
    } catch {
      return undefined
    }
  }
}

/** `next`: a ticket that is still held before the camera is found again. */
export type Scanning = { stop: () => void; next: () => void }

/** A ticket that was found before counts again once it was away for so long, in milliseconds. */
const away = 2000

/** Finds each ticket once, as long as it is held there. @returns undefined: there is no camera, or it is not allowed */
export const scanWith = async (video: HTMLVideoElement, found: (ticket: string) => void): Promise<Scanning | undefined> => {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    video.srcObject = stream
    await video.play()
    const read = readerOf(video)
    let on = true
    let [last, at] = ['', 0]
    const look = async (): Promise<void> => {
      if (!on) return
      const text = await read().catch(() => undefined)
      if (text && ticketPattern.test(text)) {
        const isNew = text !== last || Date.now() - at > away
        ;[last, at] = [text, Date.now()]
        if (isNew) found(text)
      }
      setTimeout(() => void look(), 100)
    }
    void look()
    const stop = () => {
      on = false
      for (const track of stream.getTracks()) track.stop()
    }
    const next = () => {
      last = ''
    }
    return { stop, next }
  } catch {
    return undefined
  }
}

/** A scanner types faster than anybody, and ends with Enter. */
export const listenToScanner = (found: (ticket: string) => void): void => {
  let typed = ''
  let at = 0
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.timeStamp - at > 50) typed = ''
      at = event.timeStamp
      if (event.key === 'Enter' && ticketPattern.test(typed.toUpperCase())) {
        event.preventDefault()
        const field = document.activeElement
        if (field instanceof HTMLInputElement) field.value = field.value.replace(typed, '')
        found(typed.toUpperCase())
        typed = ''
      } else if (event.key.length === 1) typed += event.key
    },
    true,
  )
}
