import os, time
from tests.access.questions import questions
from tests.test_access import complaint
def test_slice(scene):
    with open('/tmp/vw/slice.txt','a') as out:
        for pair in os.environ['SLICE'].split():
            part, actor = pair.split('-')
            t=time.process_time(); n=0
            for q in questions(scene, actor, part):
                n+=1
                try: c = complaint(scene.sessions[actor], q)
                except BaseException as e: c = f"{q} RAISED {type(e).__name__} {str(e)[:200]}"
                if c: print(pair, c, file=out, flush=True)
            print(pair, n, round(time.process_time()-t,1), file=out, flush=True)
