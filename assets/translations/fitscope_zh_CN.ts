<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>Controller</name>
    <message>
        <source>{label} is {value} from the next iteration on.</source>
        <translation>从下一次迭代起，{label}为 {value}。</translation>
    </message>
    <message>
        <source>{label} is now {value}: the run begins again.</source>
        <translation>{label}现为 {value}：重新开始运行。</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>The lesson&apos;s own values: the run begins again.</source>
        <translation>已恢复本课的默认值：重新开始运行。</translation>
    </message>
</context>
<context>
    <name>FitView</name>
    <message>
        <source>Fit: data and fitted line</source>
        <translation>拟合：数据与拟合直线</translation>
    </message>
    <message>
        <source>Least squares line</source>
        <translation>最小二乘直线</translation>
    </message>
    <message>
        <source>The line with the least squared error possible, computed directly</source>
        <translation>平方误差最小的直线，直接算出</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Iteration {0}</source>
        <translation>第 {0} 次迭代</translation>
    </message>
    <message>
        <source>Loss {after} before the first update ({name})</source>
        <translation>第一次更新前损失 {after}（{name}）</translation>
    </message>
    <message>
        <source>Loss {before} before this update, {after} after it ({name})</source>
        <translation>本次更新前损失 {before}，更新后 {after}（{name}）</translation>
    </message>
    <message>
        <source>Loss {before} before this update ({name})</source>
        <translation>本次更新前损失 {before}（{name}）</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Fitted line</source>
        <translation>拟合直线</translation>
    </message>
    <message>
        <source>Show all the data again (double click)</source>
        <translation>重新显示全部数据（双击）</translation>
    </message>
</context>
<context>
    <name>LossView</name>
    <message>
        <source>Loss over the iterations</source>
        <translation>损失随迭代的变化</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Draw the loss on a logarithmic axis</source>
        <translation>用对数坐标画损失</translation>
    </message>
    <message>
        <source>Show the whole curve again (double click)</source>
        <translation>重新显示整条曲线（双击）</translation>
    </message>
    <message>
        <source>Iteration {0}: loss {1}</source>
        <translation>第 {0} 次迭代：损失 {1}</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>stop below {0}</source>
        <translation>低于 {0} 时停止</translation>
    </message>
    <message>
        <source>least possible {0}</source>
        <translation>可能的最小值 {0}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Parameters</source>
        <translation>超参数</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>拟合</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Fitscope made a mistake: {0}</source>
        <translation>Fitscope 出错了：{0}</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Loading ...</source>
        <translation>正在加载……</translation>
    </message>
</context>
<context>
    <name>OutputView</name>
    <message>
        <source>Output of the lesson</source>
        <translation>本课的输出</translation>
    </message>
    <message>
        <source>What the lesson prints appears here.</source>
        <translation>课程打印的内容会显示在这里。</translation>
    </message>
</context>
<context>
    <name>ParameterForm</name>
    <message>
        <source>Live: a change acts at once, while the loop runs.</source>
        <translation>实时：循环运行时修改也立即生效。</translation>
    </message>
    <message>
        <source>acts while it runs; another change restarts</source>
        <translation>运行中立即生效；修改其他项会重新开始</translation>
    </message>
    <message>
        <source>Defaults</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Give every parameter the value that it has in the article, and restart.</source>
        <translation>把所有超参数恢复为文章中的值，并重新开始。</translation>
    </message>
    <message>
        <source>From {low} to {high}; default {default}.</source>
        <translation>范围 {low} 到 {high}；默认 {default}。</translation>
    </message>
</context>
<context>
    <name>ShortcutHelp</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>They act wherever the focus is, except while text is being typed.</source>
        <translation>无论焦点在哪里都有效，正在输入文字时除外。</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Device: CPU</source>
        <translation>设备：CPU</translation>
    </message>
    <message>
        <source>{0} iterations/s</source>
        <translation>{0} 次迭代/秒</translation>
    </message>
    <message>
        <source>{0} redraws/s</source>
        <translation>{0} 次重绘/秒</translation>
    </message>
</context>
<context>
    <name>TimelineBar</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Drag to go back to any iteration</source>
        <translation>拖动可回到任何一次迭代</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起点</translation>
    </message>
</context>
<context>
    <name>TransportBar</name>
    <message>
        <source>Transport</source>
        <translation>播放控制</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>How many iterations a second are run, at most (Up, Down)</source>
        <translation>每秒最多运行多少次迭代（上、下方向键）</translation>
    </message>
    <message>
        <source>Redraw as the article does</source>
        <translation>按文章的方式重绘</translation>
    </message>
    <message>
        <source>Redraw only at the iterations at which the article&apos;s program looks at the loss</source>
        <translation>只在文章的程序检查损失的那些迭代重绘</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>As fast as it goes</source>
        <translation>尽可能快</translation>
    </message>
    <message>
        <source>{0} a second (the article&apos;s pace)</source>
        <translation>每秒 {0} 次（文章的速度）</translation>
    </message>
    <message>
        <source>{0} a second</source>
        <translation>每秒 {0} 次</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run or pause; at an earlier iteration, play the record from there</source>
        <translation>运行或暂停；停在较早的迭代时，从那里重放记录</translation>
    </message>
    <message>
        <source>Step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>One iteration: one update of the parameters</source>
        <translation>一次迭代：参数更新一次</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Back to the iteration before</source>
        <translation>回到上一次迭代</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>回到起点</translation>
    </message>
    <message>
        <source>Back to where the run began</source>
        <translation>回到运行开始的地方</translation>
    </message>
    <message>
        <source>Run to the end</source>
        <translation>运行到结束</translation>
    </message>
    <message>
        <source>As fast as it goes to the last iteration</source>
        <translation>尽快运行到最后一次迭代</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Begin again from the same start</source>
        <translation>从同一个起点重新开始</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加快</translation>
    </message>
    <message>
        <source>The next higher speed</source>
        <translation>提高一档速度</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减慢</translation>
    </message>
    <message>
        <source>The next lower speed</source>
        <translation>降低一档速度</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Leave Fitscope</source>
        <translation>离开 Fitscope</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>恢复布局</translation>
    </message>
    <message>
        <source>Put every view back to its first place</source>
        <translation>把每个视图放回原来的位置</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Show what the keys do</source>
        <translation>显示各按键的作用</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>{label} must be on or off, not {given}.</source>
        <translation>{label}必须是开或关，不能是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be a whole number from {low} to {high}, not {given}.</source>
        <translation>{label}必须是 {low} 到 {high} 之间的整数，不能是 {given}。</translation>
    </message>
    <message>
        <source>{label} must be a number from {low} to {high}, not {given}.</source>
        <translation>{label}必须是 {low} 到 {high} 之间的数，不能是 {given}。</translation>
    </message>
    <message>
        <source>{lesson} has no parameter {name}; it has {known}.</source>
        <translation>{lesson} 没有名为 {name} 的超参数；它有 {known}。</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>The true w: how steep the line is that the data are drawn from.</source>
        <translation>真实的 w：生成数据的直线有多陡。</translation>
    </message>
    <message>
        <source>Intercept</source>
        <translation>截距</translation>
    </message>
    <message>
        <source>The true b: where the line that the data are drawn from meets x = 0.</source>
        <translation>真实的 b：生成数据的直线在 x = 0 处的值。</translation>
    </message>
    <message>
        <source>Zero the gradients</source>
        <translation>梯度清零</translation>
    </message>
    <message>
        <source>After each update, forget its gradient. The article leaves this out: all past gradients add up.</source>
        <translation>每次更新后清除梯度。文章漏掉了这一步，于是过去的所有梯度都累加在一起。</translation>
    </message>
    <message>
        <source>A line, drawn live</source>
        <translation>实时绘制的直线</translation>
    </message>
    <message>
        <source>Gradient descent fits y = w x + b to twenty noisy points.</source>
        <translation>用梯度下降把 y = w x + b 拟合到二十个带噪声的点。</translation>
    </message>
    <message>
        <source>half the mean squared error</source>
        <translation>均方误差的一半</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>停止条件</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Fixes the random numbers: the same seed gives the same data and the same start.</source>
        <translation>固定随机数：相同的种子给出相同的数据和相同的起点。</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>How many data points are drawn.</source>
        <translation>生成多少个数据点。</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>Standard deviation of what is added to the labels at random.</source>
        <translation>随机加到标签上的噪声的标准差。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>How far one update goes: it subtracts the learning rate times the gradient.</source>
        <translation>一次更新走多远：减去学习率乘以梯度。</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>The run ends after this many updates, if nothing stops it before.</source>
        <translation>若没有提前停止，更新这么多次后运行结束。</translation>
    </message>
    <message>
        <source>Check every</source>
        <translation>检查间隔</translation>
    </message>
    <message>
        <source>The program looks at the loss, prints and redraws at every so many iterations.</source>
        <translation>程序每隔这么多次迭代查看损失、打印并重绘。</translation>
    </message>
    <message>
        <source>iterations</source>
        <translation>次迭代</translation>
    </message>
    <message>
        <source>Stop below</source>
        <translation>停止阈值</translation>
    </message>
    <message>
        <source>The run stops where it finds the loss below this; 0 turns the rule off.</source>
        <translation>检查到损失低于此值时停止；0 表示不用这条规则。</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The record is full: {reason}.</source>
        <translation>记录已满：{reason}。</translation>
    </message>
    <message>
        <source>{name} became {value} at iteration {iteration}.</source>
        <translation>{name} 在第 {iteration} 次迭代变成了 {value}。</translation>
    </message>
    <message>
        <source>Line {line}: {message}</source>
        <translation>第 {line} 行：{message}</translation>
    </message>
</context>
<context>
    <name>wording</name>
    <message>
        <source>Loading</source>
        <translation>加载中</translation>
    </message>
    <message>
        <source>Playing the record</source>
        <translation>正在重放记录</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Looking back</source>
        <translation>回看</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Loading PyTorch and the lesson ...</source>
        <translation>正在加载 PyTorch 和课程……</translation>
    </message>
    <message>
        <source>Space runs, → goes one iteration on.</source>
        <translation>按空格键运行，按 → 前进一次迭代。</translation>
    </message>
    <message>
        <source>Stopped at iteration {iteration}: loss {loss} &lt; {limit}.</source>
        <translation>在第 {iteration} 次迭代停止：损失 {loss} &lt; {limit}。</translation>
    </message>
    <message>
        <source>Stopped by the lesson&apos;s own rule at iteration {iteration}.</source>
        <translation>在第 {iteration} 次迭代按课程自己的规则停止。</translation>
    </message>
    <message>
        <source>The loop ended after {count} iterations.</source>
        <translation>循环在 {count} 次迭代后结束。</translation>
    </message>
    <message>
        <source>Diverged: {reason}</source>
        <translation>发散：{reason}</translation>
    </message>
    <message>
        <source>Failed: {reason}</source>
        <translation>失败：{reason}</translation>
    </message>
    <message>
        <source>Stopped: {reason}</source>
        <translation>已停止：{reason}</translation>
    </message>
</context>
</TS>
