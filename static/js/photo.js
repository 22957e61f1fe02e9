/* A chosen photo is turned upright and made smaller before it is sent, and shown. Where the browser cannot read it,
   the file goes as it is. The browser turns its colours into sRGB. Without this script it is an ordinary file field.

   [data-photo-along]   around the file field, the words (details), and the place for the small picture
                        (.photo-along__chosen, hidden until then) with a button that takes the photo away again */
const LONGEST = 2560; // pixels; the server makes it smaller still
const QUALITY = 0.85;
const SHOWN = 320;

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white"; // behind what is see-through, as on paper
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// Against being followed some browsers give other pixels back than were drawn: then the file itself goes.
function givesBackWhatIsDrawn() {
  const pen = document.createElement("canvas").getContext("2d");
  pen.fillStyle = "rgb(200, 80, 40)";
  pen.fillRect(0, 0, 8, 8);
  const pixels = pen.getImageData(0, 0, 8, 8).data;
  return pixels.every((value, at) => Math.abs(value - [200, 80, 40, 255][at % 4]) < 4);
}

const asJpeg = (canvas) => new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });

function put(field, blob) {
  const files = new DataTransfer();
  files.items.add(new File([blob], "photo.jpg", { type: "image/jpeg" }));
  field.files = files.files; // says no "change"
}

function watch(around) {
  const field = around.querySelector("input[type=file]");
  const chosen = around.querySelector(".photo-along__chosen");
  const forget = () => {
    chosen.hidden = true;
    chosen.querySelector("canvas")?.remove();
  };

  field.addEventListener("change", async () => {
    forget();
    const [file] = field.files;
    if (!file) return;
    chosen.hidden = false;
    const words = around.querySelector("details");
    if (words) words.open = true;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const smaller = await asJpeg(drawn(picture, LONGEST));
      if (field.files[0] !== file) return; // another one was chosen meanwhile
      if (smaller?.size < file.size && givesBackWhatIsDrawn()) put(field, smaller);
      const shown = drawn(picture, SHOWN);
      shown.ariaHidden = "true";
      chosen.prepend(shown);
      picture.close();
    } catch { /* a kind that this browser cannot read: the server says what it makes of it */ }
  });
  chosen.querySelector("button").addEventListener("click", () => {
    field.value = "";
    forget();
    field.focus();
  });
  field.form.addEventListener("reset", forget);
}

document.querySelectorAll("[data-photo-along]").forEach(watch);
