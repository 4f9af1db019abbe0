// Reads QR codes with what the browser brings along; where it brings nothing, the page offers no camera.

const FORMAT = "qr_code";
const PAUSE_MS = 200;

/** Whether this browser can find a QR code in a picture. */
export async function canDetect() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  return formats?.includes(FORMAT) ?? false;
}

/** The text of the first code in a picture or in the frame of a video; null where there is none. */
export async function detect(source) {
  const found = await new BarcodeDetector({ formats: [FORMAT] }).detect(source).catch(() => []);
  return found[0]?.rawValue ?? null;
}

/**
 * Opens the camera and looks for a code until there is one.
 *
 * @param {HTMLVideoElement} video
 * @param {(text: string) => void} onText called once, with the camera off
 * @returns {Promise<() => void>} turns the camera off; rejected where it cannot be opened
 */
export async function watch(video, onText) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  let timer;
  function stop() {
    clearTimeout(timer);
    timer = null;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
  async function look() {
    const text = await detect(video);
    if (timer === null) return;
    if (text === null) {
      timer = setTimeout(look, PAUSE_MS);
      return;
    }
    stop();
    onText(text);
  }
  video.srcObject = stream;
  video.play().catch(() => {}); // it waits for a first picture, which need not come before the camera is turned off again
  timer = setTimeout(look);
  return stop;
}
