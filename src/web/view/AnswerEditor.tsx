import { useEffect, useState } from 'preact/hooks';
import { answerText, readAnswer, type Answer } from '../model/answers.js';

interface EditorProps {
  readonly answer: Answer;
  readonly label: string;
  readonly onAnswer: (answer: Answer) => void;
}

/** The answer as lines, to be changed: the verdict follows while typing. */
export function AnswerEditor({ answer, label, onAnswer }: EditorProps) {
  const given = answerText(answer);
  const [text, setText] = useState(given);
  useEffect(() => {
    setText((held) => (answerText(readAnswer(held, answer)) === given ? held : given));
  }, [given]);
  return (
    <label class="editor">
      {label}
      <textarea
        rows={Math.max(3, text.split('\n').length + 1)}
        spellcheck={false}
        autocomplete="off"
        placeholder={'200\nAccess-Control-Allow-Origin: …'}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          onAnswer(readAnswer(event.currentTarget.value, answer));
        }}
      />
    </label>
  );
}
